/// The most allocations for one article of examples/, by row of the benchmark.
///
/// One toolchain gives the same count on every machine. Lower a limit when the count falls; raise one only with a reason
/// in the commit.
let allocationLimits: [String: Double] = [
    "json alone": 54,
    "repair-text": 16,
    "unwrap-lines": 9,
    "dedupe-headlines": 46,
    "strip-navigation": 46,
    "dedupe-headlines 2": 20,
    "normalize-quotes": 32,
    "fix-typography": 22,
    "tag-topics": 57,
    "whole, no record": 211,
    "whole, full record": 242,
]
