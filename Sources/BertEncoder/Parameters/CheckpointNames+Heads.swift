package import BertCheckpoint
import Foundation

extension CheckpointNames {
  /// The tensors of the head that the checkpoint lacks, or has in another shape: what no answer may come from until it
  /// is trained.
  package var absentHead: [HeadTensor] {
    head.filter { if case .present = $0.state { false } else { true } }
  }

  /// The tensors of the head in their order.
  ///
  /// - Parameter classes: C; nil where neither the caller nor the checkpoint says.
  static func head(_ names: ParameterNames, _ lookup: TensorLookup, classes: Int?) -> [HeadTensor] {
    // Without C the classifier's tensors have no shape to differ from.
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

  /// What the checkpoint's other heads are for, each once, in the order of the architecture's table.
  static func otherHeads(
    _ checkpoint: Checkpoint, _ lookup: TensorLookup, _ head: [HeadTensor], _ kind: HeadKind
  ) -> [String] {
    let names = checkpoint.tensors.map { lookup.unwrapped($0.name) }
    // Where a classifier of tokens is looked for, it is no other head.
    let others = lookup.traits.otherHeads.filter {
      kind == .maskedTokens ? $0.task != OtherHead.maskedLanguageModel.task : kind == .sequence || $0 != .bareClassifier
    }
    var tasks: [String] = []
    for other in others where names.contains(where: { $0.hasPrefix(other.beginning) }) {
      if !tasks.contains(other.task) { tasks.append(other.task) }
    }
    // Classes of tokens have a classifier of this name too, and no dense layer before it.
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
  /// The names of each head, and its classes; nil where neither the caller nor the checkpoint says.
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
  /// The names of the questions that the checkpoint has heads of.
  static func questions(_ checkpoint: Checkpoint, _ lookup: TensorLookup) -> [String] {
    let prefix = QuestionOutputs.prefix
    let names = checkpoint.tensors.map { lookup.unwrapped($0.name) }.filter { $0.hasPrefix(prefix) }
    return Set(names.map { String($0.dropFirst(prefix.count).prefix { $0 != "." }) }).sorted()
  }

  /// The names with the heads of the questions that the checkpoint has, in the place of the one head that it lacks. Each
  /// question has as many outputs as its classifier has rows. Without questions the names as they are.
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
  /// Tensors that nothing reads, put together: by layer, or by the module that holds them.
  package struct UnusedGroup: Sendable, Equatable {
    /// How the names begin, such as `bert.encoder.layer.6`, or the one name.
    package let name: String
    package var count: Int

    /// Whether a layer of the encoder is meant, one that the configuration does not have.
    package let isLayer: Bool

    /// `name`, or how many tensors begin with it.
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

  /// The name up to the first number, which counts layers, behind the wrapper; else the module's.
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
  /// Refuses a checkpoint that lacks what an encoder must have.
  ///
  /// - Throws: ``ModelError/missingTensors(_:file:found:)``, with how the names begin that are there.
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
