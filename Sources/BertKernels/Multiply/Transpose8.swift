/// Eight vectors of eight lanes, as an 8 × 8 square.
typealias Square8 = (F8, F8, F8, F8, F8, F8, F8, F8)

/// The transposed square: lane j of vector i becomes lane i of vector j. Three rounds of shuffles: pairs of lanes
/// within quarters, quarters within halves, halves.
@inline(__always)
func transpose8(_ r: Square8) -> Square8 {
  let a0 = interleaveLow(r.0, r.1), a1 = interleaveHigh(r.0, r.1)
  let a2 = interleaveLow(r.2, r.3), a3 = interleaveHigh(r.2, r.3)
  let a4 = interleaveLow(r.4, r.5), a5 = interleaveHigh(r.4, r.5)
  let a6 = interleaveLow(r.6, r.7), a7 = interleaveHigh(r.6, r.7)
  let b0 = pairsLow(a0, a2), b1 = pairsHigh(a0, a2), b2 = pairsLow(a1, a3), b3 = pairsHigh(a1, a3)
  let b4 = pairsLow(a4, a6), b5 = pairsHigh(a4, a6), b6 = pairsLow(a5, a7), b7 = pairsHigh(a5, a7)
  return (
    F8(lowHalf: b0.lowHalf, highHalf: b4.lowHalf), F8(lowHalf: b1.lowHalf, highHalf: b5.lowHalf),
    F8(lowHalf: b2.lowHalf, highHalf: b6.lowHalf), F8(lowHalf: b3.lowHalf, highHalf: b7.lowHalf),
    F8(lowHalf: b0.highHalf, highHalf: b4.highHalf), F8(lowHalf: b1.highHalf, highHalf: b5.highHalf),
    F8(lowHalf: b2.highHalf, highHalf: b6.highHalf), F8(lowHalf: b3.highHalf, highHalf: b7.highHalf)
  )
}

@inline(__always) private func interleaveLow(_ a: F8, _ b: F8) -> F8 {
  F8(a[0], b[0], a[1], b[1], a[4], b[4], a[5], b[5])
}
@inline(__always) private func interleaveHigh(_ a: F8, _ b: F8) -> F8 {
  F8(a[2], b[2], a[3], b[3], a[6], b[6], a[7], b[7])
}
@inline(__always) private func pairsLow(_ a: F8, _ b: F8) -> F8 {
  F8(a[0], a[1], b[0], b[1], a[4], a[5], b[4], b[5])
}
@inline(__always) private func pairsHigh(_ a: F8, _ b: F8) -> F8 {
  F8(a[2], a[3], b[2], b[3], a[6], a[7], b[6], b[7])
}
