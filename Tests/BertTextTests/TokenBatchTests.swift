import BertText
import Testing

@Suite("Batches")
struct TokenBatchTests {
  @Test("sequences lie end to end")
  func layout() {
    let batch = TokenBatch([
      Encoding(ids: [1, 2, 3], typeIDs: [0, 0, 1]), Encoding(), Encoding(ids: [4], typeIDs: [0]),
    ])
    #expect(batch.ids == [1, 2, 3, 4] && batch.typeIDs == [0, 0, 1, 0])
    #expect(batch.boundaries == [0, 3, 3, 4])
    #expect(batch.sequenceCount == 3 && batch.tokenCount == 4 && batch.longest == 3)
  }

  @Test("an empty batch")
  func empty() {
    let batch = TokenBatch([Encoding]())
    #expect(batch.sequenceCount == 0 && batch.tokenCount == 0 && batch.longest == 0 && batch.boundaries == [0])
  }
}
