import BertData
import BertEncoder
import BertInference
import BertText
import Foundation

/// The texts of another domain for ``DeepAdaptation/mlm``: those whose masked tokens are learnt, and the held-out ones.
struct MaskedTarget {
  /// The windows of the training texts and of the held-out texts.
  let learnt, held: EncodedTexts
  let masking: Masking
  /// How the run uses them.
  let plan: TrainingPlan.MaskedTexts

  /// The share of the texts that are held out, and the most of them, because each epoch reads them all.
  private static let heldShare = 0.1
  private static let mostHeld = 1000

  /// The most epochs in which a new head is trained alone.
  private static let mostHeadPasses = 10

  /// - Parameters:
  ///   - texts: The texts of the target.
  ///   - encoded: The same texts, tokenized.
  ///   - labelled: The number of training texts of the source.
  ///   - model: Has the head for masked tokens.
  /// - Throws: `maskingUnfit` for a tokenizer without a mask, `option` for one that does not mark words where whole
  ///   ones are asked for, `targetUnfit` for texts that are all the same or without words.
  init(
    _ texts: [Example], _ encoded: [TextEncoder.Encoded], labelled: Int, _ source: PretrainedModel,
    _ model: SequenceClassifier, _ options: TrainingOptions
  ) throws(TuningError) {
    let vocabulary = try MaskingVocabulary(
      source.tokenizer, rows: source.configuration.vocabularySize, path: source.url.path)
    masking = try vocabulary.masking(options)
    let judging = Self.judging(texts, seed: options.seed)
    func windows(_ isHeld: Bool) -> EncodedTexts {
      vocabulary.maskable(zip(encoded, judging).filter { $1 == isHeld }.flatMap(\.0.windows))
    }
    (learnt, held) = (windows(false), windows(true))
    guard learnt.count > 0, held.count > 0 else {
      throw .targetUnfit(
        reason:
          "the texts to adapt to are all the same, or have no words, so that masked ones cannot be learnt and judged",
        remedy: "give more of them")
    }
    let count = judging.count { !$0 }
    plan = TrainingPlan.MaskedTexts(
      passes: Self.passes(options, source), isAdapted: Self.isAdapted(source), texts: count,
      heldTexts: texts.count - count, headPasses: Self.headPasses(options, model),
      newTensors: model.freshAddedParameters, taskShare: MixedShares(labelled: labelled, unlabelled: count).task)
  }

  /// The weights of the task and of the masked tokens.
  func shares(labelled: Int) -> MixedShares { MixedShares(labelled: labelled, unlabelled: plan.texts) }

  /// How often each token of the vocabulary, special ones left out, occurs in the training texts. `[V]`
  var wordCounts: [Int] {
    var counts = Array(repeating: 0, count: masking.vocabulary.isSpecial.count)
    for encoding in learnt.encodings {
      for id in encoding.ids where !masking.vocabulary.isSpecial[Int(id)] { counts[Int(id)] += 1 }
    }
    return counts
  }

  /// Whether the directory says that the encoder has already learnt from masked tokens.
  private static func isAdapted(_ source: PretrainedModel) -> Bool {
    let file = source.url.appendingPathComponent(EncoderWriter.recordName)
    guard let data = try? Data(contentsOf: file) else { return false }
    return (try? JSONDecoder().decode(MaskedTrainingRecord.self, from: data)) != nil
  }

  /// Epochs by masked tokens alone; 0 where nothing is masked.
  static func passes(_ options: TrainingOptions, _ source: PretrainedModel) -> Int {
    guard options.masksTarget else { return 0 }
    return options.targetEpochs ?? (isAdapted(source) ? 0 : TrainingOptions.usualTargetEpochs)
  }

  /// The most epochs in which the head is trained alone; 0 for the checkpoint's head, and where nothing is masked.
  static func headPasses(_ options: TrainingOptions, _ model: SequenceClassifier) -> Int {
    options.masksTarget && !model.freshAddedParameters.isEmpty ? mostHeadPasses : 0
  }

  /// Which texts are held out: a tenth of the different ones. The content of a text decides, so that equal texts are on
  /// the same side.
  static func judging(_ texts: [Example], seed: UInt64) -> [Bool] {
    let contents = texts.map { [$0.text, $0.pair ?? ""] }
    let places = Dictionary(
      contents.map { ($0, SeededGenerator.uniform(of: $0.joined(separator: "\u{0}"), seed: seed)) },
      uniquingKeysWith: { $1 })
    let count = min(mostHeld, max(1, Int(heldShare * Double(places.count))))
    guard places.count > 1 else { return texts.map { _ in false } }
    let order = places.sorted { ($0.value, $0.key[0], $0.key[1]) < ($1.value, $1.key[0], $1.key[1]) }
    let held = Set(order.prefix(count).map(\.key))
    return contents.map(held.contains)
  }
}
