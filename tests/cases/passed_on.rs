//! For stores around a store: whatever such a one does not do itself, it passes on.

/// Methods of a [`Store`](medallion::store::Store) that answer what `self.inner` answers.
macro_rules! passed_on {
    (commit) => {
        fn commit(
            &self,
            commit: medallion::store::Commit,
        ) -> medallion::store::Answer<'_, medallion::store::Outcome> {
            self.inner.commit(commit)
        }
    };
    (read) => {
        fn read(
            &self,
            from: medallion::store::Seq,
            limit: u32,
        ) -> medallion::store::Answer<'_, Vec<(medallion::store::Seq, medallion::store::Stored)>> {
            self.inner.read(from, limit)
        }
    };
    (get) => {
        fn get(
            &self,
            keys: Vec<medallion::store::Seq>,
        ) -> medallion::store::Answer<'_, Vec<Option<medallion::store::Stored>>> {
            self.inner.get(keys)
        }
    };
    (image) => {
        fn image(&self) -> medallion::store::Answer<'_, Vec<medallion::store::Stored>> {
            self.inner.image()
        }
    };
    (flush) => {
        fn flush(&self) -> medallion::store::Answer<'_, ()> {
            self.inner.flush()
        }
    };
    (room) => {
        fn room(&self) -> medallion::store::Answer<'_, medallion::store::Room> {
            self.inner.room()
        }
    };
    (persist) => {
        fn persist(&self) -> medallion::store::Answer<'_, bool> {
            self.inner.persist()
        }
    };
    (close) => {
        fn close(&self) {
            self.inner.close();
        }
    };
    (listen) => {
        fn listen(&self, listener: medallion::store::Listener) {
            self.inner.listen(listener);
        }
    };
    (turn) => {
        fn turn<'a>(
            &'a self,
            name: &str,
        ) -> medallion::store::Answer<'a, Box<dyn std::any::Any>> {
            self.inner.turn(name)
        }
    };
    ($($method:ident)+) => { $($crate::cases::passed_on::passed_on!($method);)+ };
}

pub(crate) use passed_on;
