import BertKernels
import BertStorage
import Foundation

extension LayerNorm {
  /// `LayerNorm` of sentence-transformers on the vectors of sentences: that of PyTorch with its default ε of 1e-5.
  ///
  /// - Parameters:
  ///   - folder: The step's folder, with `config.json` and the weights.
  ///   - inputs: The width of the input vectors.
  /// - Throws: `fileMissing`, `fileMalformed`, `file`, `checkpoint`.
  init(folder: URL, inputs: Int) throws(InferenceError) {
    struct Settings: Decodable {
      var dimension: Int
    }
    let file = folder.appendingPathComponent("config.json")
    guard let settings = try SentenceModules.decode(Settings.self, file) else {
      throw .fileMissing(path: file.path, remedy: "modules.json names it; fetch the model again with all its files")
    }
    guard settings.dimension == inputs else {
      throw .fileMalformed(
        path: file.path,
        reason: "it normalizes \(Counted(settings.dimension, "dimension")), but \(Counted(inputs, "comes", "come")) in")
    }
    let weights = try StepWeights(folder: folder, shapes: ["norm.weight": [inputs], "norm.bias": [inputs]])
    self.init(gamma: try weights.matrix("norm.weight"), beta: try weights.matrix("norm.bias"), epsilon: 1e-5)
  }
}
