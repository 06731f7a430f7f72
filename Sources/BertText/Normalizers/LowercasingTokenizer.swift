/// A tokenizer whose normalizer can be given a step before it.
protocol LowercasingTokenizer: Tokenizer {
  /// The same tokenizer with every scalar made lower case before its own normalizer runs. Added tokens that are matched
  /// against the raw text are found first, and so survive; those matched against normalized text are looked for by their
  /// spelling in lower case.
  func lowercasingFirst() -> any Tokenizer
}

extension Tokenizer {
  /// The tokenizer as `do_lower_case` of a sentence-transformers model makes it: a step `Lowercase` stands before the
  /// normalizer, unless the normalizer has one (`Transformer.__init__` of sentence-transformers 6.2).
  ///
  /// - Returns: nil where the tokenizer has no normalizer that a step could stand before.
  package func lowercasing() -> (any Tokenizer)? {
    (self as? any LowercasingTokenizer)?.lowercasingFirst()
  }
}

extension PipelineTokenizer: LowercasingTokenizer {
  func lowercasingFirst() -> any Tokenizer {
    let steps: [any Normalizer]
    switch pipeline.normalizer {
    case let sequence as NormalizerSequence: steps = sequence.steps
    case let step?: steps = [step]
    case nil: steps = []
    }
    if steps.contains(where: { $0 is Lowercase }) { return self }
    var settings = PipelineSettings(
      pipeline: Pipeline(
        pipeline.vocabulary, addedTokens: pipeline.added.tokens,
        normalizer: NormalizerSequence(steps: [Lowercase()] + steps),
        preTokenizer: pipeline.preTokenizer, model: pipeline.model))
    settings.postProcessor = postProcessor
    settings.padID = padID
    settings.declaredTruncation = declaredTruncation
    settings.declaredPadding = declaredPadding
    return PipelineTokenizer(settings)
  }
}

extension WordPieceTokenizer: LowercasingTokenizer {
  /// BERT's normalizer has a step of its own that makes lower case. That it comes behind the others makes no difference to
  /// any scalar, as long as accents are kept or stripped as before.
  func lowercasingFirst() -> any Tokenizer {
    var normalizer = model.normalizer
    if normalizer.lowercase { return self }
    normalizer.stripAccents = normalizer.stripsAccents
    normalizer.lowercase = true
    return WordPieceTokenizer(
      WordPieceModel(model, normalizer: normalizer), truncation: declaredTruncation, padding: declaredPadding)
  }
}
