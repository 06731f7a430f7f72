import BertTuning
import Testing

struct LayerDecayTests {
  /// Six layers at 0.9: the head is undecayed, each layer below has a factor 0.9 less, the embeddings the least.
  @Test func fallsFromTheHeadToTheEmbeddings() {
    let expected = [0.4782969, 0.531441, 0.59049, 0.6561, 0.729, 0.81, 0.9, 1.0]
    for (depth, factor) in expected.enumerated() {
      #expect(abs(LayerDecay.multiplier(depth: depth, layers: 6, decay: 0.9) - factor) < 1e-12)
    }
  }

  @Test func oneMeansNoDecay() {
    #expect((0...13).allSatisfy { LayerDecay.multiplier(depth: $0, layers: 12, decay: 1) == 1 })
  }
}
