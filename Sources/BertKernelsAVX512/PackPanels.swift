import CKernels

/// Packs a factor panel by panel, for processors with AVX-512: place c (a row of A or a column of B) of step k of a
/// panel goes to index `k · width + c` of the panel, and panels are `depth · width` floats apart.
///
/// - Parameters:
///   - source: Step k, place c is at `source[k · along + c · across]`.
///   - along: Floats from one step to the next.
///   - across: Floats from one place to the next. One of the two is 1.
///   - depth: The number of steps.
///   - count: The number of places; further ones in the last panel become zeros.
///   - width: The places of a panel, 12 or 32.
///   - destination: Nothing is written beyond the last panel.
package func packPanels(
  _ source: UnsafePointer<Float>, along: Int, across: Int, depth: Int, count: Int, width: Int,
  into destination: UnsafeMutablePointer<Float>
) {
  if across == 1 {
    // Constants let the compiler drop the masks.
    if width == 32 {
      copyPanels(source, along: along, depth: depth, count: count, width: 32, into: destination)
    } else {
      copyPanels(source, along: along, depth: depth, count: count, width: 12, into: destination)
    }
    return
  }
  for first in stride(from: 0, to: count, by: width) {
    for place in stride(from: 0, to: width, by: 16) {
      let places = min(16, width &- place), there = count &- first &- place
      let from = source + (first &+ place) &* across, to = destination + (first &* depth &+ place)
      if there >= 16, places == 16 {
        transpose(from, across: across, depth: depth, places: 16, there: 16, width: 32, into: to)
      } else if there >= 12, places == 12 {
        transpose(from, across: across, depth: depth, places: 12, there: 12, width: 12, into: to)
      } else if there > 0 {
        transpose(from, across: across, depth: depth, places: places, there: min(there, places), width: width, into: to)
      } else {
        for k in 0..<depth { store(F16(), to, k &* width, first: places) }
      }
    }
  }
}

/// Packs places that are contiguous in memory: a few steps of all panels, then the next steps, so that whole cache
/// lines are read.
@inline(__always)
private func copyPanels(
  _ source: UnsafePointer<Float>, along: Int, depth: Int, count: Int, width: Int,
  into destination: UnsafeMutablePointer<Float>
) {
  for step in stride(from: 0, to: depth, by: 4) {
    let steps = min(4, depth &- step)
    for first in stride(from: 0, to: count, by: width) {
      var from = source + (step &* along &+ first), to = destination + (first &* depth &+ step &* width)
      let isWhole = count &- first >= width
      for _ in 0..<steps {
        for place in stride(from: 0, to: width, by: 16) {
          let places = min(16, width &- place), there = isWhole ? places : min(places, count &- first &- place)
          store(there > 0 ? load16(from, place, first: there) : F16(), to, place, first: places)
        }
        from += along
        to += width
      }
    }
  }
}

/// Packs up to sixteen places whose steps are contiguous in memory: four steps at a time are transposed in registers.
///
/// Each of four vectors loads a quarter from each of four places that are four apart. The 4 × 4 squares within the
/// quarters are then transposed, after which each vector is one step of all places in order. Places from `there` on are
/// not read.
@inline(__always)
private func transpose(
  _ source: UnsafePointer<Float>, across: Int, depth: Int, places: Int, there: Int, width: Int,
  into destination: UnsafeMutablePointer<Float>
) {
  var k = 0
  while k &+ 4 <= depth {
    let from = source + k
    let r0 = quarters(from, 0, across, there), r1 = quarters(from, 1, across, there)
    let r2 = quarters(from, 2, across, there), r3 = quarters(from, 3, across, there)
    let a0 = ck_unpack_low16(r0, r1), a1 = ck_unpack_high16(r0, r1)
    let a2 = ck_unpack_low16(r2, r3), a3 = ck_unpack_high16(r2, r3)
    let to = destination + k &* width
    store(ck_unpack_low_pairs16(a0, a2), to, 0, first: places)
    store(ck_unpack_high_pairs16(a0, a2), to, width, first: places)
    store(ck_unpack_low_pairs16(a1, a3), to, 2 &* width, first: places)
    store(ck_unpack_high_pairs16(a1, a3), to, 3 &* width, first: places)
    k &+= 4
  }
  while k < depth {
    for c in 0..<places { destination[k &* width &+ c] = c < there ? source[k &+ c &* across] : 0 }
    k &+= 1
  }
}

/// Four steps of the places c, c + 4, c + 8 and c + 12; zeros for places from `there` on.
@inline(__always)
private func quarters(_ source: UnsafePointer<Float>, _ c: Int, _ across: Int, _ there: Int) -> F16 {
  F16(
    lowHalf: SIMD8(lowHalf: four(source, c, across, there), highHalf: four(source, c &+ 4, across, there)),
    highHalf: SIMD8(lowHalf: four(source, c &+ 8, across, there), highHalf: four(source, c &+ 12, across, there)))
}

@inline(__always)
private func four(_ source: UnsafePointer<Float>, _ place: Int, _ across: Int, _ there: Int) -> SIMD4<Float> {
  place < there ? UnsafeRawPointer(source + place &* across).loadUnaligned(as: SIMD4<Float>.self) : SIMD4()
}
