package import BertCheckpoint
import BertKernels
import Foundation

extension SequenceClassifier {
  /// Reads an encoder with its head for masked tokens. Parameters of the head that the checkpoint lacks are
  /// initialized, and listed in ``freshParameters``. The output matrix is that of the word embeddings, unless the
  /// configuration says otherwise.
  ///
  /// - Parameters:
  ///   - configuration: Must have passed ``EncoderConfiguration/validate()``.
  ///   - seed: For the parameters that the checkpoint lacks.
  /// - Throws: ``ModelError/notForMaskedTokens(_:file:)`` for an encoder that was not pre-trained with masked tokens,
  ///   or whose head has a vocabulary of its own; and ``ModelError`` where the checkpoint cannot be read.
  package convenience init(
    maskedTokensOf checkpoint: Checkpoint, configuration: EncoderConfiguration, seed: UInt64
  ) throws(ModelError) {
    try Self.requireMaskedHead(of: checkpoint, configuration)
    try self.init(
      checkpoint: checkpoint, configuration: configuration, classes: configuration.vocabularySize, seed: seed,
      head: .maskedTokens)
  }

  /// Adds a head for masked tokens to the same encoder, beside the model's own head. ``parameters`` and
  /// ``tensorSources`` do not include the added head: ``addedParameters`` has its parameters, ``freshAddedParameters``
  /// the names of those that the checkpoint lacked.
  ///
  /// - Parameters:
  ///   - checkpoint: The one that the encoder was read from.
  ///   - seed: For the parameters that the checkpoint lacks.
  /// - Throws: As ``init(maskedTokensOf:configuration:seed:)``.
  package func addMaskedHead(of checkpoint: Checkpoint, seed: UInt64) throws(ModelError) {
    try Self.requireMaskedHead(of: checkpoint, configuration)
    let names = try CheckpointNames(checkpoint, configuration: configuration, classes: nil, head: .maskedTokens)
    let head = MaskedLanguageHead(configuration, words: encoder.embeddings.word)
    let own = head.blocks.flatMap(\.parameters)
    try names.load(own, of: checkpoint)
    let fresh = own.filter { Set(names.fresh).contains($0.name) }
    for (index, parameter) in fresh.enumerated() {
      // Streams after those of the model's own parameters.
      initialize(parameter, seed: seed, stream: UInt32(truncatingIfNeeded: parameters.count + index))
    }
    addedHead = head
    freshAddedParameters = fresh.map(\.name)
  }

  /// Sets the bias of a newly initialized added head to the logarithm of each word's relative frequency, so that the
  /// first predictions have these probabilities. A word that does not occur counts as 0.01 occurrences.
  ///
  /// - Parameter counts: How often each word occurs, `[≤ V]` in the order of the word embeddings. Rows beyond the last
  ///   count belong to no word.
  package func startMaskedBias(counts: [Int]) {
    guard let bias = addedHead?.bias, bias.parameters.contains(where: { freshAddedParameters.contains($0.name) }) else {
      return
    }
    let smoothed = (0..<bias.value.columns).map { 0.01 + ($0 < counts.count ? Double(counts[$0]) : 0) }
    let total = smoothed.reduce(0, +)
    for (word, count) in smoothed.enumerated() { bias.value[0, word] = Float(log(count / total)) }
  }

  /// The floats that a step needs for the logits of `rows` masked tokens, in addition to those of the encoder.
  package static func maskedWorkingFloats(_ configuration: EncoderConfiguration, rows: Int) -> Int {
    MaskedLanguageHead.workingFloats(configuration, rows: rows)
  }

  /// The pooler's tensors of a checkpoint under their usual names, none where there is no pooler. Training on masked
  /// tokens does not use the pooler, but an encoder that is written without one gets a random pooler when it is read.
  ///
  /// - Throws: ``ModelError``
  package static func poolerSources(
    of checkpoint: Checkpoint, _ configuration: EncoderConfiguration
  ) throws(ModelError) -> [TensorSource] {
    let architecture = configuration.architecture, prefix = architecture.traits.prefix
    let names = ParameterNames(configuration, head: .maskedTokens)
    let wrapper = try WrapperSearch(checkpoint, names).wrapper(checkpoint, architecture)
    let lookup = TensorLookup(checkpoint, architecture.traits, wrapper: wrapper)
    var sources: [TensorSource] = []
    for tensor in checkpoint.tensors {
      let name = lookup.unwrapped(tensor.name)
      let bare = name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
      // ALBERT's pooler is a linear layer, BERT's a module that contains one.
      guard bare.hasPrefix("pooler.") else { continue }
      // DeBERTa's pooler stands beside the encoder, outside its prefix.
      let isOutside = architecture.traits.names[.dense]?.pattern.hasPrefix("pooler.") == true
      do {
        sources.append(
          TensorSource(
            name: isOutside ? bare : prefix + bare, shape: tensor.shape, values: try checkpoint.floats(of: tensor.name))
        )
      } catch {
        throw .checkpoint(error)
      }
    }
    return sources
  }

  /// The parameters of the added head.
  package var addedParameters: [Parameter] { addedHead?.blocks.flatMap(\.parameters) ?? [] }

  /// Refuses models whose training would be silently wrong: an architecture that is not pre-trained with masked tokens,
  /// a discriminator, and a head whose output matrix is not that of the word embeddings.
  private static func requireMaskedHead(
    of checkpoint: Checkpoint, _ configuration: EncoderConfiguration
  ) throws(ModelError) {
    let file = checkpoint.url.path, architecture = configuration.architecture
    guard let traits = configuration.maskedHead else {
      throw .notForMaskedTokens(
        "\(architecture.rawValue) predicts the next token, or permuted ones, and was not trained with masks; give an "
          + "encoder such as BERT or RoBERTa", file: file)
    }
    let names = ParameterNames(configuration, head: .maskedTokens)
    let wrapper = try WrapperSearch(checkpoint, names).wrapper(checkpoint, architecture)
    let lookup = TensorLookup(checkpoint, architecture.traits, wrapper: wrapper)
    let all = checkpoint.tensors.map { lookup.unwrapped($0.name) }
    if architecture == .electra, all.contains(where: { $0.hasPrefix("discriminator_predictions.") }),
      !all.contains(where: { $0.hasPrefix("generator_") })
    {
      throw .notForMaskedTokens(
        "it is ELECTRA's discriminator, which detects replaced tokens and was not trained with masks; give its generator, "
          + "or another encoder", file: file)
    }
    if architecture == .debertaV2, all.contains(where: { $0.hasPrefix("mask_predictions.") }),
      !all.contains(where: { $0.hasPrefix("cls.predictions.") || $0.hasPrefix("lm_predictions.") })
    {
      throw .notForMaskedTokens(
        "it is DeBERTa's discriminator, which detects replaced tokens and has no head for masks; give its generator, or "
          + "another encoder", file: file)
    }
    let words = names.wordEmbeddings?.name ?? ""
    if let decoder = traits.decoder, !configuration.hasOwnWordMatrix { try requireEqual(decoder, words, lookup) }
    if let other = traits.otherBias { try requireEqual(other, traits.bias, lookup) }
  }

  /// Requires that two tensors are equal where both are present. transformers ties them only if they are.
  private static func requireEqual(_ tied: String, _ proper: String, _ lookup: TensorLookup) throws(ModelError) {
    guard let second = lookup.tensor(for: tied), let first = lookup.tensor(for: proper), first.name != second.name
    else {
      return
    }
    let values: [[Float]]
    do {
      values = [try lookup.checkpoint.floats(of: first.name), try lookup.checkpoint.floats(of: second.name)]
    } catch {
      throw .checkpoint(error)
    }
    guard first.shape == second.shape, values[0] == values[1] else {
      throw .notForMaskedTokens(
        "\(second.name) differs from \(first.name), so that the head has a vocabulary of its own; set one to the other, or "
          + "give another encoder", file: lookup.checkpoint.url.path)
    }
  }
}
