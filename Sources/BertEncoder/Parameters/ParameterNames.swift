/// The names and shapes of a model's tensors in a checkpoint of transformers' class with a classifier of texts or
/// tokens.
///
/// The names come from the architecture's traits, the shapes from the configuration. ``CheckpointNames`` finds tensors
/// with other spellings.
struct ParameterNames {
  /// A weight and, where there is one, its bias.
  typealias Pair = (weight: ParameterSpecification, bias: ParameterSpecification?)

  let configuration: EncoderConfiguration
  /// The kind of the head.
  let head: HeadKind
  /// The prefix of the head's names; empty for a single head.
  let headPrefix: String
  private let traits: ArchitectureTraits

  init(_ configuration: EncoderConfiguration, head: HeadKind = .sequence) {
    self.init(configuration, head, headPrefix: "")
  }

  /// The names with the head of one of several questions.
  init(_ configuration: EncoderConfiguration, question: QuestionOutputs) {
    self.init(configuration, .sequence, headPrefix: question.prefix)
  }

  private init(_ configuration: EncoderConfiguration, _ head: HeadKind, headPrefix: String) {
    self.configuration = configuration
    self.head = head
    self.headPrefix = headPrefix
    traits = configuration.architecture.traits
  }

  private var hidden: Int { configuration.hiddenSize }
  private var width: Int { configuration.embeddingSize }

  // MARK: Embeddings

  var wordEmbeddings: ParameterSpecification? { table(.wordEmbeddings, [configuration.vocabularySize, width]) }
  var positionEmbeddings: ParameterSpecification? {
    if let disentangled = configuration.disentangled, !disentangled.addsPositions { return nil }
    return table(.positionEmbeddings, [configuration.maximumPositions, width])
  }
  var typeEmbeddings: ParameterSpecification? {
    configuration.hasTypeEmbeddings ? table(.typeEmbeddings, [configuration.typeVocabularySize, width]) : nil
  }
  var relativeBias: ParameterSpecification? {
    table(.relativeBias, [configuration.relativeBuckets, configuration.headCount])
  }
  /// DeBERTa's embeddings of distances.
  var distanceTable: ParameterSpecification? {
    configuration.disentangled?.distances.flatMap { table(.distanceTable, [2 * $0.span, hidden]) }
  }
  var distanceNorm: Pair? {
    configuration.disentangled?.distances?.isNormalized == true ? norm(.distanceNorm, hidden, .embeddings) : nil
  }
  var embeddingNorm: Pair? { norm(.embeddingNorm, traits.normalizesWidened ? hidden : width, .embeddings) }
  var embeddingProjection: Pair? {
    guard traits.alwaysProjects || width != hidden else { return nil }
    return linear(.embeddingProjection, [hidden], width, .embeddings)
  }
  /// LayerNorm after the last layer, which has the depth of the head.
  var finalNorm: Pair? { norm(.finalNorm, hidden, .pooler) }

  var embeddings: [ParameterSpecification] {
    [wordEmbeddings, positionEmbeddings, typeEmbeddings].compactMap { $0 }
      + Self.list([embeddingNorm, embeddingProjection])
      + [relativeBias, distanceTable].compactMap { $0 } + Self.list([distanceNorm])
  }

  // MARK: Layers

  /// The tensors of layer `index`, which several layers may share.
  func layer(_ index: Int) -> LayerNames { LayerNames(self, index) }

  // MARK: Head

  /// The dense layer of the head. Pre-training checkpoints may lack it; then it is initialized.
  var dense: Pair? {
    guard hasTransform, configuration.hasHeadProjection, let name = name(of: .dense) else { return nil }
    var pair = linear(name, [hidden], hidden, .pooler, prefix: headPrefix, isFreshAllowed: true)
    pair.weight.deviation = configuration.deviation(of: .dense)
    return withOrigin(pair)
  }
  /// LayerNorm after the dense layer's activation.
  var headNorm: Pair? {
    guard hasTransform, let name = name(of: .headNorm) else { return nil }
    let base = headPrefix + name.pattern
    return withOrigin(
      (vector(base + ".weight", hidden, .pooler), name.hasBias ? vector(base + ".bias", hidden, .pooler) : nil))
  }
  /// Whether the head has the dense layer and LayerNorm of the architecture's head for texts.
  private var hasTransform: Bool { head == .sequence || head == .token && traits.head.servesTokens }
  /// The heads of several questions are initialized with the checkpoint's single head, if there is one.
  private func withOrigin(_ pair: Pair) -> Pair {
    guard !headPrefix.isEmpty else { return pair }
    func begun(_ specification: ParameterSpecification) -> ParameterSpecification {
      var specification = specification
      specification.origins = [String(specification.name.dropFirst(headPrefix.count))]
      return specification
    }
    return (begun(pair.weight), pair.bias.map(begun))
  }
  func classifier(classes: Int) -> Pair? {
    guard head != .maskedTokens, let name = classifierName else { return nil }
    var pair = linear(name, [classes], hidden, .classifier, prefix: headPrefix, isFreshAllowed: true)
    pair.weight.deviation = configuration.deviation(of: .classifier)
    return pair
  }
  /// The parameters of the head for masked tokens.
  struct MaskedHead {
    /// nil where the logits are computed from the states themselves.
    var transform: (dense: Pair, norm: Pair)?
    var bias: ParameterSpecification?
    /// The output matrix; nil where it is that of the word embeddings.
    var words: ParameterSpecification?

    var all: [ParameterSpecification] {
      ParameterNames.list([transform?.dense, transform?.norm]) + [words, bias].compactMap { $0 }
    }
  }

  /// The head for masked tokens; nil for another kind of head, or where the architecture has none.
  var masked: MaskedHead? {
    guard head == .maskedTokens, let names = configuration.maskedHead else { return nil }
    func has(_ role: ParameterRole) -> Bool { !configuration.withoutBias.contains(role) }
    var bias = vector(names.bias, configuration.vocabularySize, .classifier)
    bias.origins = [names.otherBias, names.other?.bias].compactMap { $0 }
    var masked = MaskedHead(bias: has(.wordBias) ? bias : nil)
    if configuration.hasOwnWordMatrix, let name = names.decoder {
      masked.words = ParameterSpecification(
        name: name, shape: [configuration.vocabularySize, width], part: .classifier, form: .matrix, decays: true,
        fresh: .normal)
    }
    guard let transform = names.transform else { return masked }
    var dense = linear(
      TensorName(transform.dense, hasBias: has(.dense)), [width], hidden, .pooler, isFreshAllowed: true)
    dense.weight.deviation = configuration.deviation(of: .dense)
    var norm: Pair = (
      vector(transform.norm + ".weight", width, .pooler),
      has(.headNorm) ? vector(transform.norm + ".bias", width, .pooler) : nil
    )
    if let other = names.other {
      dense.weight.origins = [other.dense + ".weight"]
      dense.bias?.origins = [other.dense + ".bias"]
      norm.weight.origins = [other.norm + ".weight"]
      norm.bias?.origins = [other.norm + ".bias"]
    }
    masked.transform = (dense, norm)
    return masked
  }

  /// A vector of the head, which is initialized where a checkpoint lacks it.
  private func vector(_ name: String, _ size: Int, _ part: ModelPart) -> ParameterSpecification {
    ParameterSpecification(name: name, shape: [size], part: part, form: .vector, decays: false, fresh: .zeros)
  }

  /// All tensors of the head; without the classifier's where the number of classes is unknown.
  func head(classes: Int?) -> [ParameterSpecification] {
    if let masked { return masked.all }
    return Self.list([dense, headNorm, classes.flatMap { classifier(classes: $0) }])
  }

  /// The name of the weight whose rows are the classes.
  var classifierWeight: String { classifierName.map { headPrefix + $0.pattern + ".weight" } ?? "" }

  /// Token classifiers have the same name in all architectures.
  private var classifierName: TensorName? { head == .token ? "classifier" : traits.names[.classifier] }

  // MARK: Kinds of parameters

  /// The tensor name of a role, without a bias where the configuration has none.
  private func name(of role: ParameterRole) -> TensorName? {
    guard var name = traits.names[role] else { return nil }
    if configuration.withoutBias.contains(role) { name.hasBias = false }
    return name
  }

  /// A linear layer from `inputs` values to the product of `outputs`.
  func linear(
    _ role: ParameterRole, _ outputs: [Int], _ inputs: Int, _ part: ModelPart, index: Int = 0
  ) -> Pair? {
    guard let name = name(of: role) else { return nil }
    var pair = linear(name, outputs, inputs, part, index: index, isFreshAllowed: false)
    pair.weight.deviation = configuration.deviation(of: role)
    return pair
  }

  private func linear(
    _ name: TensorName, _ outputs: [Int], _ inputs: Int, _ part: ModelPart, index: Int = 0, prefix: String = "",
    isFreshAllowed: Bool
  ) -> Pair {
    let base = prefix + resolved(name.pattern, index)
    let weight = ParameterSpecification(
      name: name.hasSuffix ? base + ".weight" : base,
      shape: name.isTransposed ? [inputs] + outputs : outputs + [inputs],
      part: part, form: name.isTransposed ? .transposed : .matrix, decays: true,
      fresh: isFreshAllowed ? .normal : nil)
    let bias = ParameterSpecification(
      name: base + ".bias", shape: outputs, part: part, form: .vector, decays: false,
      fresh: isFreshAllowed ? .zeros : nil)
    return (weight, name.hasBias ? bias : nil)
  }

  func norm(_ role: ParameterRole, _ size: Int, _ part: ModelPart, index: Int = 0) -> Pair? {
    guard let name = name(of: role) else { return nil }
    func vector(_ ending: String) -> ParameterSpecification {
      ParameterSpecification(
        name: resolved(name.pattern, index) + ending, shape: [size], part: part, form: .vector, decays: false)
    }
    return (vector(".weight"), name.hasBias ? vector(".bias") : nil)
  }

  /// A parameter without a bias, such as XLNet's bias of all queries.
  func single(
    _ role: ParameterRole, _ shape: [Int], _ form: ParameterSpecification.Form, _ part: ModelPart, index: Int
  ) -> ParameterSpecification? {
    traits.names[role].map {
      ParameterSpecification(
        name: resolved($0.pattern, index), shape: shape, part: part, form: form, decays: form != .vector)
    }
  }

  private func table(_ role: ParameterRole, _ shape: [Int]) -> ParameterSpecification? {
    traits.names[role].map {
      ParameterSpecification(
        name: $0.pattern + ".weight", shape: shape, part: .embeddings, form: .matrix, decays: true)
    }
  }

  private func resolved(_ pattern: String, _ index: Int) -> String {
    let place = configuration.place(ofLayer: index)
    return pattern.split(separator: "{", omittingEmptySubsequences: false).enumerated().map { number, piece in
      guard number > 0, let end = piece.firstIndex(of: "}") else { return String(piece) }
      let value: Int =
        switch piece[..<end] {
        case "group": place.group
        case "inner": place.inner
        default: index
        }
      return "\(value)" + piece[piece.index(after: end)...]
    }.joined()
  }

  static func list(_ pairs: [Pair?]) -> [ParameterSpecification] {
    pairs.compactMap { $0 }.flatMap { [$0.weight] + ($0.bias.map { [$0] } ?? []) }
  }
}
