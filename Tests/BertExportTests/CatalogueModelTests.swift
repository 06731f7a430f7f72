import BertCheckpoint
import BertEncoder
import BertExport
import BertHub
import BertInference
import BertKernels
import BertText
import Foundation
import Testing
import _TestSupport

/// The catalogue's encoders against transformers and sentence-transformers; figures from
/// Scripts/golden/catalogue_models.py. A model that is not on this machine is not tested; `Scripts/test.sh` fetches the small ones.
@Suite struct CatalogueModelTests {
  /// Vectors of length 1 agree some ten times better; those of paraphrase-MiniLM-L3-v2 have lengths of 5 to 8.
  static let tolerance: Float = 2e-6

  static let names = [
    "paraphrase-MiniLM-L3-v2", "multilingual-e5-small-enpt", "multilingual-e5-small", "all-mpnet-base-v2",
  ]
  static let present = names.filter(RealData.hasModel)

  struct Figures: Decodable {
    var texts: [String]
    var text_pairs: [[String]]
    var max_length: Int
    var dimensions: Int
    var ids: [[Int32]]
    var pairs: [[Int32]]
    var state_stride: Int
    var states: [[[Float]]]
    var vector_stride: Int
    var vectors: [[Float]]
    var prompts: [String: [[Float]]]
  }

  static func figures(_ name: String) throws -> Figures {
    try Golden.load(Figures.self, "catalogue-\(name).json", target: "BertExportTests")
  }

  @Test(arguments: present) func ids(name: String) async throws {
    let figures = try Self.figures(name)
    let tokenizer = try TokenizerLoader.load(directory: try await Hub().model(name))
    let options = EncodingOptions(maxLength: figures.max_length)
    for (text, ids) in zip(figures.texts, figures.ids) {
      #expect(tokenizer.encode(text, options: options).ids == ids, "\(text.debugDescription)")
    }
    for (pair, ids) in zip(figures.text_pairs, figures.pairs) {
      #expect(tokenizer.encode(pair[0], pair: pair[1], options: options).ids == ids, "\(pair)")
    }
  }

  @Test(arguments: present) func states(name: String) async throws {
    let figures = try Self.figures(name)
    let directory = try await Hub().model(name)
    let configuration = try EncoderConfiguration.decode(
      from: Data(contentsOf: directory.appendingPathComponent("config.json")))
    let model = try SequenceClassifier(
      checkpoint: Checkpoint(at: directory), configuration: configuration, classes: 2, seed: 1)
    let compute = Compute(threads: 2)
    for (index, layers) in figures.states.enumerated() {
      let batch = TokenBatch([
        Encoding(ids: figures.ids[index], typeIDs: figures.ids[index].map { _ in 0 })
      ])
      let states = model.encoder.allHiddenStates(batch, compute: compute)
      try #require(states.count == layers.count)
      for (layer, expected) in layers.enumerated() {
        let values = states[layer].toArray()
        let found = stride(from: 0, to: values.count, by: figures.state_stride).map { values[$0] }
        expectClose(found, expected, scale: 10, "text \(index), layer \(layer)")
      }
    }
  }

  @Test(arguments: present) func vectors(name: String) async throws {
    let figures = try Self.figures(name)
    let directory = try await Hub().model(name)
    var cases = [(EmbeddingOptions.Prompt.text(""), figures.vectors)]
    cases += figures.prompts.map { (.named($0.key), $0.value) }
    for (prompt, expected) in cases {
      var options = EmbeddingOptions()
      options.prompt = prompt
      let embedder = try TextEmbedder(contentsOf: directory, options: options, threads: 2)
      #expect(embedder.maxLength == figures.max_length && embedder.dimensions == figures.dimensions)
      let vectors = try embedder.embed(figures.texts)
      for (index, sample) in expected.enumerated() {
        let vector = Array(vectors[index])
        let found = stride(from: 0, to: vector.count, by: figures.vector_stride).map { vector[$0] }
        expectClose(found, sample, scale: embedder.normalizes ? 1 : 10, "\(prompt), text \(index)")
      }
    }
  }

  private func expectClose(_ found: [Float], _ expected: [Float], scale: Float, _ place: String) {
    #expect(found.count == expected.count, "\(place)")
    let largest = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
    #expect(largest <= Self.tolerance * scale, "\(place)")
  }
}
