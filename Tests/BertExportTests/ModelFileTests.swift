import BertExport
import Foundation
import Testing
import _TestSupport

/// Files beside a model that are broken, or say what cannot be done here.
struct ModelFileTests {
  private enum Expected { case usage, badData, inputMissing }

  private func kind(_ files: [String: String], _ options: EmbeddingOptions = EmbeddingOptions()) throws
    -> (ExportError.Kind, String)?
  {
    let all = try GoldenEmbeddings.load(), scratch = try Scratch()
    let base = try #require(all.cases.first { $0.name == "mean" })
    let model = try scratch.model(all, base.files)
    for (path, text) in files { _ = try scratch.write(text, as: "model/\(path)") }
    do {
      _ = try TextEmbedder(contentsOf: model, options: options, threads: 1)
      return nil
    } catch {
      return (error.kind, error.description)
    }
  }

  private static let transformer = #"{"idx": 0, "path": "", "type": "sentence_transformers.models.Transformer"}"#
  private static let pooling = #"{"idx": 1, "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}"#
  private static func modules(_ entries: String...) -> String { "[" + entries.joined(separator: ",") + "]" }

  static let broken: [(path: String, text: String)] = [
    ("modules.json", "{"), ("modules.json", "[]"), ("modules.json", "{}"), ("modules.json", modules(transformer)),
    ("modules.json", modules(pooling, transformer.replacing("0", with: "2"))),
    ("modules.json", modules(transformer, pooling, #"{"idx": 2, "path": "2", "type": "x.models.LSTM"}"#)),
    ("modules.json", modules(transformer, #"{"idx": 1, "path": "../1_Pooling", "type": "x.Pooling"}"#)),
    ("modules.json", modules(transformer, #"{"idx": 1, "path": "/1_Pooling", "type": "x.Pooling"}"#)),
    ("1_Pooling/config.json", "[]"), ("1_Pooling/config.json", #"{"pooling_mode": "median"}"#),
    ("1_Pooling/config.json", #"{"pooling_mode": []}"#), ("1_Pooling/config.json", #"{"pooling_mode": 3}"#),
    ("sentence_bert_config.json", #"{"max_seq_length": -1}"#), ("sentence_bert_config.json", "no JSON"),
    ("config_sentence_transformers.json", #"{"prompts": [1]}"#), ("config.json", "{}"), ("config.json", ""),
    ("tokenizer.json", "{"),
  ]

  @Test(arguments: broken) func brokenFileIsBadData(path: String, text: String) throws {
    let (kind, message) = try #require(try self.kind([path: text]))
    #expect(kind == .badData)
    #expect(message.contains(path.split(separator: "/").last ?? ""), "\(message)")
  }

  @Test func missingFilesOfAModuleAreNamed() throws {
    let dense = #"{"idx": 2, "path": "2_Dense", "type": "sentence_transformers.models.Dense"}"#
    let list = ["modules.json": Self.modules(Self.transformer, Self.pooling, dense)]
    let missing = try #require(try kind(list))
    #expect(missing.0 == .inputMissing && missing.1.contains("2_Dense/config.json"), "\(missing.1)")
    let settings = #"{"in_features": 24, "out_features": 8, "activation_function": "torch.nn.modules.activation.Tanh"}"#
    let weights = try #require(try kind(list.merging(["2_Dense/config.json": settings]) { $1 }))
    #expect(weights.0 == .inputMissing && weights.1.contains("2_Dense"), "\(weights.1)")
    let other = settings.replacing("Tanh", with: "Softplus")
    let unknown = try #require(try kind(list.merging(["2_Dense/config.json": other]) { $1 }))
    #expect(unknown.0 == .badData && unknown.1.contains("Softplus"), "\(unknown.1)")
    let wide = settings.replacing("24", with: "25")
    let misfit = try #require(try kind(list.merging(["2_Dense/config.json": wide]) { $1 }))
    #expect(misfit.0 == .badData && misfit.1.contains("25"), "\(misfit.1)")
  }

  @Test func optionsThatCannotBe() throws {
    for length in [2, 0, -1, 65] {
      let found = try #require(try kind([:], EmbeddingOptions(maxLength: length)))
      #expect(found.0 == .usage && found.1.contains("--max-length"), "\(found.1)")
    }
    for dimensions in [0, -1, 25] {
      let found = try #require(try kind([:], EmbeddingOptions(dimensions: dimensions)))
      #expect(found.0 == .usage && found.1.contains("--dimensions"), "\(found.1)")
    }
    let prompt = try #require(try kind([:], EmbeddingOptions(prompt: .named("none"))))
    #expect(prompt.0 == .usage && prompt.1.contains("--prompt-name"), "\(prompt.1)")
  }

  @Test func directoryWithoutModel() throws {
    let scratch = try Scratch()
    #expect {
      try TextEmbedder(contentsOf: scratch.url, threads: 1)
    } throws: { ($0 as? ExportError)?.kind == .inputMissing }
  }
}
