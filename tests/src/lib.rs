//! Tests of the whole: the pipeline on real files, costing by hand, what must hold for every shop, the session as the
//! page drives it. The browser tests are in `e2e/`. Here is what several of them need: shops made from a seed.

pub mod shop;
