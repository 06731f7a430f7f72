import BertCheckpoint
import BertData
import BertEncoder
import BertInference
import BertStorage
import BertTuning
import Foundation
import Testing
import _TestSupport

/// Tables of token vectors are those of model2vec 0.10, row for row, and are read as it and sentence-transformers read them.
/// Figures: `Scripts/golden/static_tables.py`.
@Suite struct StaticTableTests {
  private let golden: GoldenTables
  private let scratch: Scratch
  private var teacher: URL { scratch.url.appendingPathComponent("teacher") }
  private var output: URL { scratch.url.appendingPathComponent("table") }

  init() throws {
    golden = try Golden.load(GoldenTables.self, "static-tables.json", target: "BertTuningTests")
    scratch = try Scratch()
    try GoldenTables.write(golden.files, to: teacher)
    try SafetensorsWriter.write(
      golden.shapes.sorted { $0.key < $1.key }.map { name, shape in
        TensorSource(name: name, shape: shape, values: GoldenWeights.values(of: name, shape: shape))
      }, metadata: ["format": "pt"], to: teacher.appendingPathComponent("model.safetensors"))
  }

  /// Largest difference of values in the size of 1.
  private func distance(_ found: [Float], _ expected: [Float]) throws -> Float {
    try #require(found.count == expected.count)
    return zip(found, expected).map { abs($0 - $1) }.max() ?? 0
  }

  private func table(_ dimensions: Int, _ pooling: PoolingMode = .mean, threads: Int = 1) throws -> [Float] {
    var options = StaticOptions()
    (options.dimensions, options.pooling) = (dimensions, pooling)
    _ = try StaticDistillation(
      teacher: teacher, name: "tiny", options: options, output: output, threads: threads
    ).run()
    return try SafetensorsFile(contentsOf: output.appendingPathComponent("model.safetensors")).floats(of: "embeddings")
  }

  @Test(arguments: ["mean", "first token", "all dimensions", "too many"])
  func rowsAndVectors(name: String) throws {
    let expected = try #require(golden.tables.first { $0.name == name })
    let rows = try table(expected.dimensions, expected.pooling == "first" ? .cls : .mean)
    // The bound of the contract; single precision of a sum of 24 products, twice, is nearer.
    #expect(try distance(rows, expected.rows) < 1e-4)
    let vectors = try TextEmbedder(contentsOf: output, threads: 1).embed(golden.texts)
    // Model2Vec's own vectors of its own table; a difference of 1e-5 in rows of length 0.1 shows in their direction.
    #expect(try distance(vectors.values, expected.vectors) < 1e-3)
  }

  @Test func threadsDoNotShow() throws {
    let one = try table(8)
    try FileManager.default.removeItem(at: output)
    #expect(try table(8, threads: 2) == one)
  }

  @Test func tokensAreThoseOfModel2Vec() throws {
    _ = try table(8)
    struct File: Decodable {
      struct Model: Decodable { var vocab: [String: Int] }
      var model: Model
    }
    let data = try Data(contentsOf: output.appendingPathComponent("tokenizer.json"))
    let found = try JSONDecoder().decode(File.self, from: data).model.vocab.sorted { $0.value < $1.value }.map(\.key)
    #expect(found == golden.tables[0].tokens)
  }

  /// Model2Vec's own files and rows, so that nothing but reading them is judged.
  @Test func readsModel2Vec() throws {
    try golden.writeSaved(to: output)
    let vectors = try TextEmbedder(contentsOf: output, threads: 1).embed(golden.texts)
    #expect(try distance(vectors.values, golden.tables[0].vectors) < 2e-6)
    #expect(vectors.truncated == 1)
    #expect(Array(vectors[golden.texts.count - 1]) == Array(repeating: 0, count: 8), "an unknown token does not count")
  }

  @Test func readsMappingAndWeights() throws {
    let mapped = golden.mapped
    try GoldenTables.write(golden.saved, to: output)
    let mapping = mapped.mapping.flatMap { withUnsafeBytes(of: Int64($0).littleEndian, Array.init) }
    try SafetensorsWriter.write(
      [
        TensorSource(name: "embeddings", shape: [mapped.rows.count / 8, 8], values: mapped.rows),
        TensorSource(name: "weights", shape: [mapped.weights.count], values: mapped.weights),
        TensorSource(name: "mapping", shape: [mapped.mapping.count], type: .i64, bytes: { mapping }),
      ], metadata: [:], to: output.appendingPathComponent("model.safetensors"))
    let vectors = try TextEmbedder(contentsOf: output, threads: 1).embed(golden.texts)
    #expect(try distance(vectors.values, mapped.vectors) < 2e-6)
  }

  @Test func readsStaticEmbedding() throws {
    let saved = golden.static_embedding
    try GoldenTables.write(saved.files, to: output)
    try SafetensorsWriter.write(
      [
        TensorSource(
          name: "embedding.weight", shape: [golden.tables[0].tokens.count, 8], values: golden.tables[0].rows)
      ],
      metadata: [:], to: output.appendingPathComponent(try #require(saved.tensors.first)))
    let embedder = try TextEmbedder(contentsOf: output, threads: 1)
    #expect(!embedder.normalizes)
    let vectors = try embedder.embed(golden.sentence_transformers.texts)
    #expect(try distance(vectors.values, saved.vectors) < 2e-6)
  }

  /// Of texts without unknown words; sentence-transformers counts the token for these, and Model2Vec does not.
  @Test func sentenceTransformersGivesTheSameVectors() throws {
    try golden.writeSaved(to: output)
    let texts = golden.sentence_transformers.texts
    let found = try TextEmbedder(contentsOf: output, threads: 1).embed(texts)
    for (index, text) in texts.enumerated() where text.utf8.count < 256 && text.utf8.allSatisfy({ $0 < 0x80 }) {
      let expected = Array(golden.sentence_transformers.vectors[index * 8..<(index + 1) * 8])
      #expect(try distance(Array(found[index]), expected) < 1e-5, "\(text)")
    }
  }

  @Test(arguments: [Float.nan, .infinity, 1e30, -1, 0.5, 20])
  func mappingsThatLeadNowhere(place: Float) throws {
    let mapped = golden.mapped
    try GoldenTables.write(golden.saved, to: output)
    var mapping = mapped.mapping.map(Float.init)
    mapping[3] = place
    try SafetensorsWriter.write(
      [
        TensorSource(name: "embeddings", shape: [20, 8], values: mapped.rows),
        TensorSource(name: "mapping", shape: [mapping.count], values: mapping),
      ], metadata: [:], to: output.appendingPathComponent("model.safetensors"))
    #expect { try TextEmbedder(contentsOf: output, threads: 1) } throws: {
      guard case .fileMalformed = $0 as? InferenceError else { return false }
      return true
    }
  }

  @Test func hasNoEncoder() throws {
    try golden.writeSaved(to: output)
    #expect { try PretrainedModel(at: output) } throws: { error in
      guard case .noEncoder = error as? InferenceError else { return false }
      return "\(error)".contains("no encoder") && !"\(error)".contains("--")
    }
    #expect { try TextClassifier(contentsOf: output, threads: 1) } throws: { ($0 as? InferenceError)?.code == .badData }
  }

  @Test func optionsThatDoNotFit() throws {
    try golden.writeSaved(to: output)
    for options in [
      EmbeddingOptions(pooling: .max), EmbeddingOptions(dimensions: 9), EmbeddingOptions(maxLength: 0),
      EmbeddingOptions(precision: .int8),
    ] {
      #expect { try TextEmbedder(contentsOf: output, options: options, threads: 1) } throws: {
        ($0 as? InferenceError)?.code == .usage
      }
    }
    let cut = try TextEmbedder(contentsOf: output, options: EmbeddingOptions(dimensions: 3), threads: 1)
    let vector = try cut.embed(["good"])
    let whole = golden.tables[0].vectors[0..<3]
    let length = whole.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(try distance(vector.values, whole.map { $0 / length }) < 2e-6)
  }

  @Test func damagedTables() throws {
    try golden.writeSaved(to: output)
    let file = output.appendingPathComponent("model.safetensors")
    for (shape, value) in [([4, 8], Float(1)), ([864], 1), ([golden.tables[0].tokens.count, 8], .nan)] {
      try SafetensorsWriter.write(
        [
          TensorSource(
            name: "embeddings", shape: shape, values: Array(repeating: value, count: shape.reduce(1, *)))
        ], metadata: [:], to: file)
      #expect { try TextEmbedder(contentsOf: output, threads: 1) } throws: {
        guard case .fileMalformed = $0 as? InferenceError else { return false }
        return true
      }
    }
  }

  @Test func placesAndSettingsThatAreRefused() throws {
    func refuses(_ change: (inout StaticOptions) -> Void) -> Bool {
      var options = StaticOptions()
      change(&options)
      do {
        _ = try StaticDistillation(teacher: teacher, name: "tiny", options: options, output: output)
        return false
      } catch {
        return error.code == .usage
      }
    }
    #expect(refuses { $0.dimensions = 0 })
    #expect(refuses { $0.epochs = 0 })
    #expect(refuses { $0.pooling = .max })
    #expect(!refuses { _ in })
    _ = try table(8)
    #expect(refuses { _ in }, "the place is taken")
  }

  @Test func textsBringTheTableNearer() throws {
    let texts = TinyModel.examples(10).map(\.text)
    #expect(throws: TuningError.self, "too few") { try tuned(texts) }
    var generator = SeededGenerator(seed: 5)
    let words = [
      "good", "great", "bad", "awful", "fine", "page", "screen", "cable", "book", "film", "very", "not", "the",
    ]
    let corpus = (0..<300).map { _ in
      (0..<6).map { _ in words[generator.next(below: words.count)] }.joined(separator: " ")
    }
    let (first, tuning) = try tuned(corpus)
    #expect(tuning.texts == 270 && tuning.heldTexts == 30)
    #expect(tuning.cosineAfter > tuning.cosineBefore + 0.02)
    // The figure told is that of the table written, judged from outside.
    try FileManager.default.removeItem(at: output)
    let (second, again) = try tuned(corpus, threads: 2)
    #expect(second == first && again == tuning)
  }

  private func tuned(_ texts: [String], threads: Int = 1) throws -> (Data, StaticTuning) {
    var options = StaticOptions()
    options.dimensions = 8
    let outcome = try StaticDistillation(
      teacher: teacher, name: "tiny", options: options, output: output, threads: threads
    ).run(texts: texts.enumerated().map { Example(text: $0.element, line: $0.offset + 1) })
    return (
      try Data(contentsOf: output.appendingPathComponent("model.safetensors")), try #require(outcome.tuning)
    )
  }
}

/// What `Scripts/golden/static_tables.py` writes.
struct GoldenTables: Decodable {
  /// Text files of the encoder, by name.
  var files: [String: String]
  var shapes: [String: [Int]]
  var texts: [String]
  var tables: [Table]
  /// Text files that model2vec wrote beside the first table's rows.
  var saved: [String: String]
  var sentence_transformers: Vectors
  var static_embedding: Saved
  var mapped: Mapped

  struct Table: Decodable {
    var name: String
    var pooling: String
    var dimensions: Int
    var tokens: [String]
    var rows: [Float]
    var vectors: [Float]
  }
  struct Vectors: Decodable {
    var texts: [String]
    var vectors: [Float]
  }
  struct Saved: Decodable {
    var files: [String: String]
    var tensors: [String]
    var vectors: [Float]
  }
  struct Mapped: Decodable {
    var rows: [Float]
    var mapping: [Int]
    var weights: [Float]
    var vectors: [Float]
  }

  static func write(_ files: [String: String], to folder: URL) throws {
    for (name, text) in files {
      let file = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
  }

  /// The directory that model2vec wrote.
  func writeSaved(to folder: URL) throws {
    try Self.write(saved, to: folder)
    try SafetensorsWriter.write(
      [TensorSource(name: "embeddings", shape: [tables[0].tokens.count, 8], values: tables[0].rows)], metadata: [:],
      to: folder.appendingPathComponent("model.safetensors"))
  }
}
