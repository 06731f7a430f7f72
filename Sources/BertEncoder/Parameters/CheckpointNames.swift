package import BertCheckpoint
import BertKernels
import Foundation

/// Which tensors of a checkpoint hold the parameters of a model, and which hold none.
package struct CheckpointNames: Sendable {
  /// Parameter name → tensor name.
  package private(set) var mapped: [(parameter: String, tensor: String)] = []
  /// Parameters that are initialized because the checkpoint lacks them.
  package private(set) var fresh: [String] = []
  /// Parameters that the checkpoint lacks but must have.
  package private(set) var missing: [String] = []
  /// Parameters whose tensors are quantized, with the names of these; ``mapped`` has the name of the integers' tensor.
  private var quantized: [String: QuantizedNames] = [:]
  /// Tensors that no parameter reads.
  package private(set) var unused: [String] = []
  /// The prefix before a layer's index in the checkpoint, such as `bert.encoder.layer.`; nil where it has no layer.
  private(set) var layerBeginning: String?
  /// The prefix of a module that wraps the encoder, such as `module.`; empty where there is none.
  package let wrapper: String
  /// The tensors of the head, from the dense layer to the classifier, present or not.
  package private(set) var head: [HeadTensor] = []
  /// The names of the questions for which the checkpoint has heads, sorted.
  package private(set) var questions: [String] = []
  /// The tasks of the checkpoint's other heads, such as "masked language model", each once. Heads with equal names
  /// cannot be distinguished: BERT's token classifier has the names of its sequence classifier.
  package private(set) var otherHeads: [String] = []

  /// Finds each parameter's tensor and checks its shape, before memory for the model is allocated.
  ///
  /// - Parameters:
  ///   - classes: C; nil to accept a head of any size.
  ///   - head: The kind of head to look for.
  /// - Throws: ``ModelError/shapeMismatch(tensor:expected:found:file:)`` (a classifier of another number of classes counts
  ///   as fresh), ``ModelError/ambiguousNames(_:file:)`` where the file holds several encoders that fit,
  ///   ``ModelError/foreignNames(prefix:modelType:file:)``, ``ModelError/adapterNotMerged(tensor:file:)``.
  package init(
    _ checkpoint: Checkpoint, configuration: EncoderConfiguration, classes: Int?, head kind: HeadKind = .sequence
  ) throws(ModelError) {
    let names = ParameterNames(configuration, head: kind), traits = configuration.architecture.traits
    // If ignored, the adapter's training would be lost silently.
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
      // A wrong number of layers is detected at the first one that is missing.
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

  /// The same with a classifier that is initialized even though the checkpoint has tensors of that name, for another
  /// task.
  package func withNewClassifier() -> CheckpointNames {
    var names = self
    let classifier = head.filter(\.isClassifier).map(\.name)
    names.mapped.removeAll { classifier.contains($0.parameter) }
    names.fresh += classifier.filter { !fresh.contains($0) }
    return names
  }

  /// C of the head in a checkpoint; nil where there is none, or where it is ambiguous.
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
