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
  /// What stands before the number of a layer in the checkpoint, such as `bert.encoder.layer.`; nil where it has no layer.
  private(set) var layerBeginning: String?
  /// What stands in front of the encoder's names and was taken off, such as `module.`; empty where nothing does.
  package let wrapper: String
  /// The tensors of the head, from the dense layer to the classifier, whether the checkpoint has them or not.
  package private(set) var head: [HeadTensor] = []
  /// The questions that the checkpoint has heads of, where it has several, in the order of their names.
  package private(set) var questions: [String] = []
  /// What the checkpoint's other heads are for, such as "masked language model", each once. What cannot be told by names
  /// is not here: BERT's classifier of tokens is called what its classifier of texts is.
  package private(set) var otherHeads: [String] = []

  /// Finds each parameter's tensor and checks its shape, before any memory is taken for the model.
  ///
  /// - Parameters:
  ///   - classes: C, or `nil` to look at the encoder and a head of whatever size.
  ///   - head: Which head is looked for.
  /// - Throws: ``ModelError/shapeMismatch(tensor:expected:found:file:)`` (a classifier of another number of classes counts
  ///   as fresh), ``ModelError/ambiguousNames(_:file:)`` where the file holds several encoders that fit,
  ///   ``ModelError/foreignNames(prefix:modelType:file:)``, ``ModelError/adapterNotMerged(tensor:file:)``.
  package init(
    _ checkpoint: Checkpoint, configuration: EncoderConfiguration, classes: Int?, head kind: HeadKind = .sequence
  ) throws(ModelError) {
    let names = ParameterNames(configuration, head: kind), traits = configuration.architecture.traits
    // Left aside, the difference that was trained would be lost without a word.
    if let adapter = checkpoint.tensors.first(where: { $0.name.contains(".lora_") }) {
      throw .adapterNotMerged(tensor: adapter.name, file: checkpoint.url.path)
    }
    wrapper = try WrapperSearch(checkpoint, names).wrapper(checkpoint, configuration.architecture)
    let lookup = TensorLookup(checkpoint, traits, wrapper: wrapper)
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
        let own = lookup.tensor(for: specification.name)
        guard let tensor = own ?? specification.origins.lazy.compactMap({ lookup.tensor(for: $0) }).first else {
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
    let first = names.layer(0).all.first?.name
    layerBeginning = mapped.first { $0.parameter == first }.map { String(Self.group(of: $0.tensor).dropLast()) }
    let heads = kind.heads(configuration, names, classes: classes, lookup)
    try find(ParameterNames.list([names.finalNorm]) + heads.flatMap { $0.names.head(classes: $0.classes) })
    questions = Self.questions(checkpoint, lookup)
    unused = checkpoint.tensors.map(\.name).filter {
      !used.contains($0) && !lookup.isBuffer($0) && !lookup.unwrapped($0).hasPrefix(QuestionOutputs.prefix)
    }
    head = heads.flatMap { Self.head($0.names, lookup, classes: $0.classes) }
    otherHeads = Self.otherHeads(checkpoint, lookup, head, kind)
  }

  /// The same with a classifier that begins anew, though the checkpoint has tensors of its name: those of another task.
  package func withNewClassifier() -> CheckpointNames {
    var names = self
    let classifier = head.filter(\.isClassifier).map(\.name)
    names.mapped.removeAll { classifier.contains($0.parameter) }
    names.fresh += classifier.filter { !fresh.contains($0) }
    return names
  }

  /// C of the head in a checkpoint; nil where there is none, or where its place cannot be told.
  package static func classifierRows(
    _ checkpoint: Checkpoint, _ configuration: EncoderConfiguration, head: HeadKind = .sequence
  ) -> Int? {
    let names = ParameterNames(configuration, head: head), architecture = configuration.architecture
    guard let wrapper = try? WrapperSearch(checkpoint, names).wrapper(checkpoint, architecture) else { return nil }
    return TensorLookup(checkpoint, architecture.traits, wrapper: wrapper).tensor(for: names.classifierWeight)?
      .shape.first
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
