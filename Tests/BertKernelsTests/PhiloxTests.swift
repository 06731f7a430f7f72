import BertKernels
import Testing

@Suite struct PhiloxTests {
  @Test("Known answers of the Random123 distribution (kat_vectors, philox4x32 10)")
  func knownAnswers() {
    #expect(
      Philox.random(counter: SIMD4(0, 0, 0, 0), key: 0)
        == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    #expect(
      Philox.random(counter: SIMD4(repeating: 0xffff_ffff), key: 0xffff_ffff_ffff_ffff)
        == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    #expect(
      Philox.random(
        counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), key: 0x299f_31d0_a409_3822)
        == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  @Test("Dropout keeps a share 1 − p, scales what it keeps, and differs by step and site")
  func share() {
    let compute = Compute(threads: 2)
    func dropped(step: UInt64, site: UInt32) -> [Float] {
      let x = Matrix(rows: 500, columns: 75)
      x.fill(1)
      compute.apply(Dropout(probability: 0.1, seed: 9, step: step, site: site), to: x)
      return x.toArray()
    }
    let values = dropped(step: 1, site: 1)
    let kept = values.filter { $0 != 0 }
    #expect(kept.allSatisfy { abs($0 - 1 / 0.9) < 1e-6 })
    // 37,500 draws: the standard deviation of the share is 0.00155.
    #expect(abs(Double(kept.count) / Double(values.count) - 0.9) < 0.0062)
    #expect(dropped(step: 1, site: 1) == values)
    #expect(dropped(step: 2, site: 1) != values)
    #expect(dropped(step: 1, site: 2) != values)
    #expect(Dropout(probability: 0, seed: 9, step: 1, site: 1) == nil)
  }
}

extension PhiloxTests {
  @Test("Neighbouring elements are independent: pairs are dropped together as often as chance says")
  func pairs() {
    let x = Matrix(rows: 400, columns: 96)
    x.fill(1)
    Compute(threads: 1).apply(Dropout(probability: 0.5, seed: 3, step: 1, site: 0), to: x)
    for distance in [1, 4, 8, 16] {
      var together = 0, pairs = 0
      for row in 0..<400 {
        for column in 0..<96 - distance {
          pairs += 1
          if x[row, column] == 0, x[row, column + distance] == 0 { together += 1 }
        }
      }
      #expect(abs(Double(together) / Double(pairs) - 0.25) < 0.01)
    }
  }
}
