import BertData
import BertEncoder
import BertInference
import BertText
import Foundation

/// The texts of another domain as ``DeepAdaptation/mlm`` reads them: those whose masked tokens are learnt from, and those that judge.
struct MaskedTarget {
  /// Of the windows of the texts.
  let learnt, held: EncodedTexts
  let masking: Masking
  /// What is done with them.
  let plan: TrainingPlan.MaskedTexts

  /// The share of the texts that judge, and how many they are at the most: each epoch reads them all.
  private static let heldShare = 0.1
  private static let mostHeld = 1000

  /// Passes over the texts at the most by which a head that begins anew learns alone.
  private static let mostHeadPasses = 10

  /// - Parameters:
  ///   - texts: Of the target.
  ///   - encoded: The same, read.
  ///   - labelled: Training texts of the source.
  ///   - model: Has the head for masked tokens.
  /// - Throws: `maskingUnfit` for a tokenizer without a mask, `option` for one that does not mark words where whole ones are
  ///   asked for, `targetUnfit` for texts that are all the same or without words.
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

  /// What task and masked tokens count.
  func shares(labelled: Int) -> MixedShares { MixedShares(labelled: labelled, unlabelled: plan.texts) }

  /// How often each token of the vocabulary is in the texts that are learnt from, special ones left out.
  var wordCounts: [Int] {
    var counts = Array(repeating: 0, count: masking.vocabulary.isSpecial.count)
    for encoding in learnt.encodings {
      for id in encoding.ids where !masking.vocabulary.isSpecial[Int(id)] { counts[Int(id)] += 1 }
    }
    return counts
  }

  /// Whether the directory says that the encoder learnt from masked tokens already.
  private static func isAdapted(_ source: PretrainedModel) -> Bool {
    let file = source.url.appendingPathComponent(EncoderWriter.recordName)
    guard let data = try? Data(contentsOf: file) else { return false }
    return (try? JSONDecoder().decode(MaskedTrainingRecord.self, from: data)) != nil
  }

  /// Passes by masked tokens alone; 0 where nothing is masked.
  static func passes(_ options: TrainingOptions, _ source: PretrainedModel) -> Int {
    guard options.masksTarget else { return 0 }
    return options.targetEpochs ?? (isAdapted(source) ? 0 : TrainingOptions.usualTargetEpochs)
  }

  /// Passes at the most by which the head learns alone; 0 where it is the checkpoint's, and where nothing is masked.
  static func headPasses(_ options: TrainingOptions, _ model: SequenceClassifier) -> Int {
    options.masksTarget && !model.freshAddedParameters.isEmpty ? mostHeadPasses : 0
  }

  /// Which texts judge: a tenth of the different ones, by what they say, so that equal texts are on one side.
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
