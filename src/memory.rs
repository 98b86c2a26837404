//! Memory ahead of need. The allocator asks a browser for 64 KB at a time, and a browser that is asked a
//! thousand times collects garbage again and again: whoever takes in much lets the memory grow in larger
//! steps. Knows nothing of what the memory is for.

/// If the memory has grown since the last call, lets it grow by another eighth, or 1 MB. What is not
/// used is reserved and not touched.
#[cfg(all(target_family = "wasm", not(wasm_bindgen_unstable_test_coverage)))]
pub fn grow_ahead() {
    use std::cell::Cell;
    use std::hint::black_box;

    const PAGE: usize = 64 * 1024;
    const LEAST: usize = 16;
    thread_local! {
        static KNOWN: Cell<usize> = const { Cell::new(0) };
    }
    let pages = core::arch::wasm32::memory_size::<0>();
    if KNOWN.get() != pages {
        // The allocator keeps what it gets back. Where there is no more, what is needed may still fit.
        let mut ahead = Vec::<u8>::new();
        let _ = ahead.try_reserve_exact(LEAST.max(pages / 8) * PAGE);
        drop(black_box(ahead));
        KNOWN.set(core::arch::wasm32::memory_size::<0>());
    }
}

/// Where the system has memory in any size there is nothing to do; nor where coverage is measured, which
/// compiles for two machines.
#[cfg(not(all(target_family = "wasm", not(wasm_bindgen_unstable_test_coverage))))]
pub fn grow_ahead() {}
