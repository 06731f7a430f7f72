import BertTuning
import Testing

@Suite struct ReadBackTests {
  @Test func theLargestDifferenceCounts() {
    #expect(ReadBack.difference([1, -2, 3] as [Float], [1, -2.5, 3.25]) == 0.5)
    #expect(ReadBack.difference([] as [Double], []) == 0)
  }

  @Test(arguments: [[1, .nan, 3], [.nan, 2, 3], [1, 2, .nan], [1, 2], [.infinity, 2, 3]] as [[Double]])
  func whatCannotBeComparedDiffers(written: [Double]) {
    #expect(ReadBack.difference(written, [1, 2, 3]) == .infinity)
  }
}
