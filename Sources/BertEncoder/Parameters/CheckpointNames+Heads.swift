package import BertCheckpoint
import Foundation

extension CheckpointNames {
  /// The tensors of the head that the checkpoint lacks, or has in another shape. Without training the head gives no
  /// useful predictions.
  package var absentHead: [HeadTensor] {
    head.filter { if case .present = $0.state { false } else { true } }
  }

  /// The tensors of the head, in order.
  ///
  /// - Parameter classes: C; nil where neither the caller nor the checkpoint determines it.
  static func head(_ names: ParameterNames, _ lookup: TensorLookup, classes: Int?) -> [HeadTensor] {
    // Without C the classifier's tensors have no expected shape.
    return names.head(classes: classes ?? 0).map { specification in
      let isClassifier = specification.part == .classifier
      let state: HeadTensor.State =
        switch lookup.tensor(for: specification.name) {
        case nil: .absent
        case let tensor? where tensor.shape != specification.shape && !(isClassifier && classes == nil):
          .otherShape(tensor.name, found: tensor.shape)
        case let tensor?: .present(tensor.name)
        }
      return HeadTensor(name: specification.name, isClassifier: isClassifier, state: state)
    }
  }

  /// The tasks of the checkpoint's other heads, each once, in the order of the architecture's table.
  static func otherHeads(
    _ checkpoint: Checkpoint, _ lookup: TensorLookup, _ head: [HeadTensor], _ kind: HeadKind
  ) -> [String] {
    let names = checkpoint.tensors.map { lookup.unwrapped($0.name) }
    // A token classifier is no other head when a token classifier is looked for.
    let others = lookup.traits.otherHeads.filter {
      kind == .maskedTokens ? $0.task != OtherHead.maskedLanguageModel.task : kind == .sequence || $0 != .bareClassifier
    }
    var tasks: [String] = []
    for other in others where names.contains(where: { $0.hasPrefix(other.beginning) }) {
      if !tasks.contains(other.task) { tasks.append(other.task) }
    }
    // transformers' token classifiers use this name too, without a dense layer before it.
    let dense = head.filter { !$0.isClassifier }
    let hasClassifier = head.contains { $0.isClassifier && $0.state != .absent }
    let task = OtherHead.bareClassifier.task
    if hasClassifier, !dense.isEmpty, dense.allSatisfy({ $0.state == .absent }), !tasks.contains(task) {
      tasks.append(task)
    }
    return tasks
  }
}

extension HeadKind {
  /// The names of each head with its number of classes; nil where neither the caller nor the checkpoint determines it.
  func heads(
    _ configuration: EncoderConfiguration, _ names: ParameterNames, classes: Int?, _ lookup: TensorLookup
  ) -> [(names: ParameterNames, classes: Int?)] {
    switch self {
    case .sequence, .token, .maskedTokens: [(names, classes ?? lookup.tensor(for: names.classifierWeight)?.shape.first)]
    case .questions(let questions):
      questions.map { (ParameterNames(configuration, question: $0), $0.classes) }
    }
  }
}

extension CheckpointNames {
  /// The names of the questions for which the checkpoint has heads.
  static func questions(_ checkpoint: Checkpoint, _ lookup: TensorLookup) -> [String] {
    let prefix = QuestionOutputs.prefix
    let names = checkpoint.tensors.map { lookup.unwrapped($0.name) }.filter { $0.hasPrefix(prefix) }
    return Set(names.map { String($0.dropFirst(prefix.count).prefix { $0 != "." }) }).sorted()
  }

  /// The names with the heads of the checkpoint's questions in the place of a single head. Each question has as many
  /// outputs as its classifier has rows. Unchanged where there are no questions.
  ///
  /// - Throws: ``ModelError/shapeMismatch(tensor:expected:found:file:)`` for a head that does not fit the encoder.
  package func withQuestionHeads(
    of checkpoint: Checkpoint, _ configuration: EncoderConfiguration
  ) throws(ModelError) -> CheckpointNames {
    guard !questions.isEmpty else { return self }
    let lookup = TensorLookup(checkpoint, configuration.architecture.traits, wrapper: wrapper)
    let outputs = questions.map { name in
      let names = ParameterNames(configuration, question: QuestionOutputs(name: name, classes: 0))
      return QuestionOutputs(name: name, classes: lookup.tensor(for: names.classifierWeight)?.shape.first ?? 0)
    }
    return try CheckpointNames(checkpoint, configuration: configuration, classes: nil, head: .questions(outputs))
  }
}

extension CheckpointNames {
  /// A group of tensors that nothing reads: those of a layer or of a module.
  package struct UnusedGroup: Sendable, Equatable {
    /// The prefix of the names, such as `bert.encoder.layer.6`, or the name of a single tensor.
    package let name: String
    package var count: Int

    /// Whether the group is an encoder layer beyond those of the configuration.
    package let isLayer: Bool

    /// `name`, with the number of tensors where there are several.
    package var description: String { count == 1 ? name : "\(name)… (\(count) tensors)" }
  }

  /// ``unused`` in groups, in the order of the file.
  package var unusedGroups: [UnusedGroup] {
    var groups: [UnusedGroup] = []
    var places: [String: Int] = [:]
    for tensor in unused {
      let name = Self.group(of: tensor)
      if let place = places[name] {
        groups[place].count += 1
      } else {
        places[name] = groups.count
        let number = layerBeginning.flatMap { name.hasPrefix($0) ? name.dropFirst($0.count) : nil }
        groups.append(UnusedGroup(name: name, count: 1, isLayer: number?.utf8.allSatisfy(Self.isDigit) ?? false))
      }
    }
    return groups
  }

  /// The prefix of a name up to the first number, which counts layers; without a number the module's name.
  static func group(of tensor: String) -> String {
    let components = tensor.split(separator: ".", maxSplits: 12, omittingEmptySubsequences: false)
    if let number = components.dropFirst().firstIndex(where: { !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }) {
      return components[...number].joined(separator: ".")
    }
    return components.count > 1 ? components.dropLast().joined(separator: ".") : tensor
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

extension CheckpointNames {
  /// Requires the tensors that an encoder cannot lack.
  ///
  /// - Throws: ``ModelError/missingTensors(_:file:found:)`` with prefixes of the names in the file.
  package func requireEncoder(of checkpoint: Checkpoint) throws(ModelError) {
    guard !missing.isEmpty else { return }
    var beginnings: [String] = []
    for tensor in checkpoint.tensors where beginnings.count < 4 {
      let name = tensor.name.split(separator: ".", maxSplits: 2).prefix(2).joined(separator: ".")
      if !beginnings.contains(name) { beginnings.append(name) }
    }
    throw .missingTensors(missing, file: checkpoint.url.path, found: beginnings)
  }
}
