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
    let names = ParameterNames(configuration)
    let lookup = TensorLookup(checkpoint, configuration.architecture.traits)
    var used: Set<String> = []
    func find(_ specifications: [ParameterSpecification]) throws(ModelError) {
      for specification in specifications {
        if let names = lookup.quantizedNames(for: specification), let tensor = checkpoint[names.values] {
          let shape = [specification.rows, specification.columns]
          guard tensor.shape == shape else {
            throw .shapeMismatch(
              tensor: tensor.name, expected: shape, found: tensor.shape, file: checkpoint.url.path)
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
    try find(names.embeddings)
    for index in 0..<configuration.layerCount where configuration.place(ofLayer: index).lowest == index {
      try find(names.layer(index).all)
      // A configuration with too many layers is found out at the first one that is not there.
      if !missing.isEmpty { break }
    }
    let head = classes ?? Self.classifierRows(checkpoint, configuration)
    try find(ParameterNames.list([names.finalNorm, names.dense, head.flatMap { names.classifier(classes: $0) }]))
    unused = checkpoint.tensors.map(\.name).filter { !used.contains($0) && !lookup.isBuffer($0) }
  }

  /// C of the head in a checkpoint; nil where there is none.
  package static func classifierRows(_ checkpoint: Checkpoint, _ configuration: EncoderConfiguration) -> Int? {
    checkpoint[ParameterNames(configuration).classifierWeight]?.shape.first
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
        try parameter.read(tensor, of: checkpoint)
      } catch {
        throw .checkpoint(error)
      }
    }
  }
}

/// Finds a tensor under the spellings that checkpoints of one architecture use.
private struct TensorLookup {
  let checkpoint: Checkpoint
  let traits: ArchitectureTraits
  let hasPrefix: Bool

  init(_ checkpoint: Checkpoint, _ traits: ArchitectureTraits) {
    self.checkpoint = checkpoint
    self.traits = traits
    // One tensor is enough to tell, but the word embeddings may be there under a tied name only.
    hasPrefix = checkpoint.tensors.contains { $0.name.hasPrefix(traits.prefix) }
  }

  func tensor(for name: String) -> TensorDescriptor? {
    let bare = bare(name)
    if let tensor = checkpoint[bare] { return tensor }
    // TensorFlow's names, in checkpoints converted before 2019.
    if bare.hasSuffix("LayerNorm.weight") { return checkpoint[bare.dropLast(6) + "gamma"] }
    if bare.hasSuffix("LayerNorm.bias") { return checkpoint[bare.dropLast(4) + "beta"] }
    // Of tensors that share their memory a checkpoint may hold any one.
    if let words = traits.names[.wordEmbeddings], name == words.pattern + ".weight" {
      return traits.tiedWordEmbeddings.lazy.compactMap { checkpoint[$0] }.first
    }
    return nil
  }

  /// The names under which a quantised checkpoint has a weight: any matrix of the encoder may be there so.
  func quantizedNames(for specification: ParameterSpecification) -> QuantizedNames? {
    guard specification.form != .vector, ![.pooler, .classifier].contains(specification.part) else { return nil }
    return QuantizedNames(bare(specification.name))
  }

  /// Counters and masks are no parameters.
  func isBuffer(_ name: String) -> Bool { traits.buffers.contains { name.hasSuffix($0) } }

  /// The name without the prefix where the checkpoint has none.
  private func bare(_ name: String) -> String {
    !hasPrefix && name.hasPrefix(traits.prefix) ? String(name.dropFirst(traits.prefix.count)) : name
  }
}
