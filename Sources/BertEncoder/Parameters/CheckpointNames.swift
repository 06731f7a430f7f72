package import BertCheckpoint
import BertKernels
import Foundation

/// Where the parameters of a model lie in a checkpoint, and what in it belongs to none.
package struct CheckpointNames: Sendable {
  /// Parameter name → tensor name.
  package private(set) var mapped: [(parameter: String, tensor: String)] = []
  /// Parameters that begin anew because the checkpoint lacks them.
  package private(set) var fresh: [String] = []
  /// Parameters that the checkpoint lacks and must not lack.
  package private(set) var missing: [String] = []
  /// Parameters whose tensors are quantised, and the names of those; ``mapped`` gives the integers' one.
  private var quantized: [String: QuantizedNames] = [:]
  /// Tensors that no parameter reads.
  package private(set) var unused: [String] = []

  /// Finds each parameter's tensor and checks its shape, before any memory is taken for the model.
  ///
  /// - Parameter classes: C, or `nil` to look at the encoder and a head of whatever size.
  /// - Throws: ``ModelError/shapeMismatch(tensor:expected:found:file:)``. A head of another number of classes counts as
  ///   fresh.
  package init(
    _ checkpoint: Checkpoint, configuration: EncoderConfiguration, classes: Int?
  ) throws(ModelError) {
    let names = BertNames(configuration)
    let lookup = TensorLookup(checkpoint)
    var used: Set<String> = []
    func find(_ specifications: [ParameterSpecification]) throws(ModelError) {
      for specification in specifications {
        if let names = lookup.quantizedNames(for: specification.name), let tensor = checkpoint[names.values] {
          guard tensor.shape == specification.shape else {
            throw .shapeMismatch(
              tensor: tensor.name, expected: specification.shape, found: tensor.shape, file: checkpoint.url.path)
          }
          missing += names.all.filter { checkpoint[$0] == nil }
          used.formUnion(names.all)
          quantized[specification.name] = names
          mapped.append((specification.name, tensor.name))
          continue
        }
        guard let tensor = lookup.tensor(for: specification.name) else {
          if specification.fresh == nil { missing.append(specification.name) } else { fresh.append(specification.name) }
          continue
        }
        used.insert(tensor.name)
        if tensor.shape == specification.shape {
          mapped.append((specification.name, tensor.name))
        } else if specification.part == .classifier {
          fresh.append(specification.name)
        } else {
          throw .shapeMismatch(
            tensor: tensor.name, expected: specification.shape, found: tensor.shape, file: checkpoint.url.path)
        }
      }
    }
    try find([
      names.wordEmbeddings, names.positionEmbeddings, names.typeEmbeddings, names.embeddingNorm.weight,
      names.embeddingNorm.bias,
    ])
    for index in 0..<configuration.layerCount {
      try find(names.layer(index).all)
      // A configuration with too many layers is found out at the first one that is not there.
      if !missing.isEmpty { break }
    }
    try find([names.pooler.weight, names.pooler.bias])
    let head = classes ?? lookup.tensor(for: "classifier.weight")?.shape.first
    if let head {
      let classifier = names.classifier(classes: head)
      try find([classifier.weight, classifier.bias])
    }
    unused = checkpoint.tensors.map(\.name).filter { !used.contains($0) && !lookup.isBuffer($0) }
  }
}

extension CheckpointNames {
  /// Fills the parameters that the checkpoint has.
  ///
  /// - Throws: ``ModelError/checkpoint(_:)`` where a tensor cannot be read.
  func load(_ parameters: [Parameter], of checkpoint: Checkpoint) throws(ModelError) {
    let tensors = Dictionary(mapped.map { ($0.parameter, $0.tensor) }, uniquingKeysWith: { first, _ in first })
    for parameter in parameters {
      guard let tensor = tensors[parameter.name] else { continue }
      if let names = quantized[parameter.name] {
        let matrix = try names.read(rows: parameter.value.rows, columns: parameter.value.columns, of: checkpoint)
        matrix.dequantize(into: parameter.value)
        parameter.quantized = matrix
        continue
      }
      do {
        try parameter.value.withUnsafeMutableBufferPointer { buffer throws(CheckpointError) in
          try checkpoint.readFloats(of: tensor, into: buffer)
        }
      } catch {
        throw .checkpoint(error)
      }
    }
  }
}

/// Finds a tensor under the spellings that checkpoints of one architecture use.
private struct TensorLookup {
  let checkpoint: Checkpoint
  let hasPrefix: Bool

  init(_ checkpoint: Checkpoint) {
    self.checkpoint = checkpoint
    hasPrefix = ["", ".int8"].contains { checkpoint["bert.embeddings.word_embeddings.weight" + $0] != nil }
  }

  func tensor(for name: String) -> TensorDescriptor? {
    let bare = !hasPrefix && name.hasPrefix("bert.") ? String(name.dropFirst(5)) : name
    if let tensor = checkpoint[bare] { return tensor }
    // TensorFlow's names, in checkpoints converted before 2019.
    if bare.hasSuffix("LayerNorm.weight") { return checkpoint[bare.dropLast(6) + "gamma"] }
    if bare.hasSuffix("LayerNorm.bias") { return checkpoint[bare.dropLast(4) + "beta"] }
    return nil
  }

  /// The names of a quantised weight: the products of the layers, and the word embeddings.
  func quantizedNames(for name: String) -> QuantizedNames? {
    let isProduct = name.hasPrefix("bert.encoder.layer.") && !name.contains("LayerNorm")
    guard name.hasSuffix(".weight"), isProduct || name.contains("word_embeddings") else { return nil }
    return QuantizedNames(hasPrefix ? name : String(name.dropFirst(5)))
  }

  /// `position_ids` counts 0, 1, 2, … and is no parameter.
  func isBuffer(_ name: String) -> Bool { name.hasSuffix("embeddings.position_ids") }
}
