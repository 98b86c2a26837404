//! CRC-32 as zip and PNG have it, eight bytes at a time.
//!
//! Every stored byte passes through here. The tables are made at the first use: they would be a
//! good part of the module.

use std::sync::LazyLock;

/// What one byte does to the sum, with 0 to 7 more bytes behind it.
type Tables = [[u32; 256]; 8];

/// The polynomial, its bits in reverse.
const POLYNOMIAL: u32 = 0xedb8_8320;

static TABLES: LazyLock<Box<Tables>> = LazyLock::new(|| Box::new(tables()));

fn tables() -> Tables {
    let mut tables = [[0; 256]; 8];
    let mut sums: Vec<u32> = (0..256).collect();
    for sum in &mut sums {
        (0..8).for_each(|_| *sum = (*sum >> 1) ^ if *sum & 1 == 1 { POLYNOMIAL } else { 0 });
    }
    let first = sums.clone();
    for table in &mut tables {
        for (place, sum) in table.iter_mut().zip(&mut sums) {
            *place = *sum;
            let behind = first.get((*sum & 0xff) as usize).copied().unwrap_or(0);
            *sum = (*sum >> 8) ^ behind;
        }
    }
    tables
}

/// A sum that goes on.
#[derive(Debug, Clone, Copy)]
pub struct Sum(u32);

impl Sum {
    pub fn new() -> Self {
        Self(u32::MAX)
    }

    pub fn update(&mut self, bytes: &[u8]) {
        let [t0, t1, t2, t3, t4, t5, t6, t7] = &**TABLES;
        let (eights, rest) = bytes.as_chunks::<8>();
        for [a, b, c, d, e, f, g, h] in eights {
            let [low, second, third, high] = self.0.to_le_bytes();
            self.0 = of(t7, a ^ low)
                ^ of(t6, b ^ second)
                ^ of(t5, c ^ third)
                ^ of(t4, d ^ high)
                ^ of(t3, *e)
                ^ of(t2, *f)
                ^ of(t1, *g)
                ^ of(t0, *h);
        }
        for byte in rest {
            let [low, ..] = self.0.to_le_bytes();
            self.0 = (self.0 >> 8) ^ of(t0, byte ^ low);
        }
    }

    pub fn finish(self) -> u32 {
        !self.0
    }
}

fn of(table: &[u32; 256], byte: u8) -> u32 {
    table.get(usize::from(byte)).copied().unwrap_or(0)
}
