import BertCheckpoint
import BertEncoder
import BertInference
import BertKernels
import BertStorage
import BertText
import Foundation

/// Writes a table of token vectors in the format of Model2Vec 0.10, which sentence-transformers reads too.
struct StaticWriter {
  let tokenizer: PrunedTokenizer
  /// The name of the encoder in the files.
  let teacher: String
  let options: StaticOptions
  let tuning: StaticTuning?
  let output: URL

  /// Writes the directory aside, moves it into place, and reads it back. On failure nothing is left.
  ///
  /// - Throws: `outputTaken`, `checkpoint`, `file`, `bundleDiffers`.
  func write(_ table: Matrix) throws(TuningError) {
    try BundlePlacement(destination: output).install { (aside: URL) throws(TuningError) in
      do throws(CheckpointError) {
        try SafetensorsWriter.write(
          [
            TensorSource(name: "embeddings", shape: [table.rows, table.columns]) { body in
              try table.withUnsafeBufferPointer(body)
            }
          ], metadata: [:], to: aside.appendingPathComponent("model.safetensors"))
      } catch {
        throw .checkpoint(error)
      }
      try TuningError.onFiles { () throws(FileError) in
        let texts: [(String, String)] = [
          ("tokenizer.json", tokenizer.document.line), ("config.json", configuration(table).line),
          ("modules.json", Self.modules.line),
        ]
        for (name, text) in texts {
          try AtomicFile.write(Data((text + "\n").utf8), to: aside.appendingPathComponent(name))
        }
      }
    } verify: { (url: URL) throws(TuningError) in
      let read = try TuningError.translating { () throws(InferenceError) in try StaticTable(at: url) }
      guard let read, read.vectors.toArray() == table.toArray() else {
        throw .bundleDiffers(path: url.path, difference: .infinity)
      }
    }
  }

  /// `config.json` with the members of Model2Vec 0.10, and the result of tuning.
  private func configuration(_ table: Matrix) -> JSONValue {
    var document: JSONValue = [
      "model_type": "model2vec", "architectures": ["StaticModel"], "tokenizer_name": .string(teacher),
      "apply_pca": .integer(options.dimensions), "sif_coefficient": .double(RankWeights.smoothing),
      "hidden_dim": .integer(table.columns), "seq_length": 1_000_000, "normalize": true,
      "pooling": .string(options.pooling == .cls ? "first" : "mean"),
      "max_length": .integer(StaticTokenizerFiles.maxLength), "embedding_dtype": "float32",
    ]
    if let tuning {
      var told = tuning.document
      told["seed"] = .verbatim("\(options.seed)")
      document["tuning"] = told
    }
    return document
  }

  private static let modules: JSONValue = [
    ["idx": 0, "name": "0", "path": ".", "type": "sentence_transformers.models.StaticEmbedding"],
    ["idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"],
  ]
}
