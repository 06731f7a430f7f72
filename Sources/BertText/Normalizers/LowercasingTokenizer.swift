/// A tokenizer that can make texts lower case before its own normalizer runs.
protocol LowercasingTokenizer: Tokenizer {
  /// The same tokenizer with a step that makes each scalar lower case before its own normalizer. Added tokens that are
  /// matched in the raw text are found before that step; those that are matched in normalized text are searched by
  /// their spelling in lower case.
  func lowercasingFirst() -> any Tokenizer
}

extension Tokenizer {
  /// The tokenizer with `do_lower_case` of a sentence-transformers model: a step `Lowercase` runs before the
  /// normalizer, unless the normalizer has one (`Transformer.__init__` of sentence-transformers 6.2).
  ///
  /// - Returns: nil where the tokenizer has no normalizer that can be extended.
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
        pipeline.vocabulary, addedTokens: pipeline.added.tokens, splitsSpecialTokens: pipeline.added.splitsSpecial,
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
  /// Sets `lowercase` of BERT's normalizer. That step runs after the others, but gives the same scalars, as long as
  /// accents are kept or stripped as before.
  func lowercasingFirst() -> any Tokenizer {
    var normalizer = model.normalizer
    if normalizer.lowercase { return self }
    normalizer.stripAccents = normalizer.stripsAccents
    normalizer.lowercase = true
    return WordPieceTokenizer(
      WordPieceModel(model, normalizer: normalizer), truncation: declaredTruncation, padding: declaredPadding)
  }
}
