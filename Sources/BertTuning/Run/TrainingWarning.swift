public import BertData
import BertReport
import BertStorage

/// Something that a person should know, though the run continues.
public enum TrainingWarning: Sendable, Equatable, CustomStringConvertible {
  /// The learning rate is more than ten times the usual one.
  case learningRateHigh(given: Double, usual: Double)
  /// A step's loss is far above those before it.
  case lossSpike(step: Int, loss: Double, average: Double)
  /// There is nothing to choose the best epoch by.
  case noValidation
  /// All rows are training rows, so that none can judge.
  case noJudgement
  /// A label has no training row.
  case labelWithoutRows(String)
  /// Spans of texts do not begin and end with words; the words that they touch are learnt.
  case spansOffWords(RowTally)
  /// Spans of texts have no word of their own, and are not learnt.
  case spansWithoutWord(RowTally)
  /// The tokenizer gives some words no token, so that their tags are not learnt.
  case wordsWithoutToken(RowTally)
  /// Texts are cut off, and with them the tags there.
  case tagsCutOff(RowTally)
  /// Held-out rows have entities with labels that have no class.
  case labelsWithoutClass([String])
  /// All entities of some labels are in one part of a cross-validation.
  case labelsInOnePart([String])
  /// There are too few held-out sentences for a verdict on how entities are found.
  case fewSentences(Int)
  /// A warning about one of several questions.
  indirect case question(String, TrainingWarning)
  /// The labels were described, and the method does not use descriptions.
  case descriptionsUnused(TrainingMethod)
  /// Something about the encoder's files.
  case modelFiles(String)
  /// There is an unfinished run in the place of this one.
  case unfinishedRun(path: String, epoch: Int, epochs: Int)
  /// There are trials of an unfinished run of the method `auto` in the place of this run's.
  case unfinishedTrials(path: String)
  /// Even the most confident labels of the validation rows do not reach the precision that was asked for.
  case precisionNotReached(Double)
  /// The validation rows are too few for a verdict; the ends of the accuracy's 95 % interval.
  case fewJudging(rows: Int, low: Double, high: Double)
  /// The validation result is no better than giving every text the most frequent label.
  case noBetterThanMajority(accuracy: Double, majority: Double)
  /// Fine-tuning is hardly better than the most frequent label.
  case failedRun(accuracy: Double, majority: Double)
  /// An adapted classifier is worse on the target than one that knows the source alone, measured or estimated.
  case adaptedIsWorse(String, source: Double, adapted: Double, isMeasured: Bool, mayBeChance: Bool)
  /// An adaptation of the encoder made the classifier worse on the source by more than chance; the accuracy on the
  /// validation rows without it and with it.
  case taskDrowned(source: Double, adapted: Double)
  /// Masked tokens are to be learnt, and the encoder has no head that predicts them.
  case maskedHeadNew
  /// Two domains are hardly ever mistaken for each other; the proxy A-distance.
  case domainsApart(distance: Double)

  /// One line for people.
  public var description: String {
    switch self {
    case .learningRateHigh(let given, let usual):
      "the learning rate \(given) is more than ten times the usual \(usual); "
        + "too high a rate erases what the encoder knows"
    case .lossSpike(let step, let loss, let average):
      "step \(step): the loss jumped to \(Self.short(loss)) from about \(Self.short(average)); "
        + "if it stays high, try a lower learning rate"
    case .noValidation:
      "there are no validation rows, so the last epoch is kept, even if another was better"
    case .noJudgement:
      "no rows are held out, so the quality of the classifier is not known; give rows for validation or a test, or more rows"
    case .labelWithoutRows(let label):
      "the label '\(Excerpt.label(label))' has no training row and will never be predicted well"
    case .spansOffWords(let rows):
      "\(Counted(rows.count, "training row")) (\(rows.lines)) \(rows.count == 1 ? "has" : "have") spans that do not begin and "
        + "end with words, as the tokenizer's words are: all words that a span touches are learnt with its label, and "
        + "such spans can never be found exactly"
    case .spansWithoutWord(let rows):
      "\(Counted(rows.count, "training row")) (\(rows.lines)) \(rows.count == 1 ? "has" : "have") spans without a word of "
        + "their own: they cover white space, or the rest of a word whose beginning is in another span; they are not learnt"
    case .wordsWithoutToken(let rows):
      "\(Counted(rows.count, "training row")) (\(rows.lines)) \(rows.count == 1 ? "has" : "have") words that the tokenizer "
        + "makes nothing of; their tags are not learnt"
    case .tagsCutOff(let rows):
      "\(Counted(rows.count, "training row")) (\(rows.lines)) \(rows.count == 1 ? "is" : "are") longer than the maximum length: "
        + "the tags behind the cut are not learnt; windows would learn them all"
    case .labelsWithoutClass(let labels):
      "no training row has entities of \(labels.map { "'\(Excerpt.label($0))'" }.joined(separator: ", ")): those of the "
        + "held-out rows count as not found"
    case .labelsInOnePart(let labels):
      "all entities of \(labels.map { "'\(Excerpt.label($0))'" }.joined(separator: ", ")) are in one part of the "
        + "cross-validation: the model that judges that part has not learnt them, and they count as not found"
    case .fewSentences(let rows):
      "only \(Figures.count(rows, "row")) \(rows == 1 ? "judges" : "judge") how entities are found, which is too few for a "
        + "verdict"
    case .question(let name, let warning): "\(Excerpt.label(name)): \(warning.description)"
    case .descriptionsUnused(let method):
      "the label descriptions are not used: auto chose \(method.rawValue), and features and setfit learn from them"
    case .modelFiles(let line): line
    case .unfinishedRun(let path, let epoch, let epochs):
      "\(path) holds an unfinished run (epoch \(epoch) of \(epochs)); this run replaces it when it first saves; "
        + "to continue the old run, stop now and resume"
    case .unfinishedTrials(let path):
      "\(path) holds the trials of an unfinished run; this run replaces them when its first trial is done; "
        + "to continue the old run, stop now and resume"
    case .precisionNotReached(let precision):
      "no score has a precision of \(Self.short(precision)) above it on the validation rows, so that every text gets a label"
    case .fewJudging(let rows, let low, let high):
      "only \(Figures.count(rows, "row")) \(rows == 1 ? "judges" : "judge") the classifier, which is too few for a verdict: its accuracy is anywhere from "
        + "\(Self.short(low)) to \(Self.short(high))"
    case .noBetterThanMajority(let accuracy, let majority):
      "the accuracy of \(Self.short(accuracy)) is not above that of always giving the most frequent label, "
        + "\(Self.short(majority)), by more than chance: the transfer did not help"
    case .failedRun(let accuracy, let majority):
      "this looks like a failed run: the accuracy of \(Self.short(accuracy)) is less than 5 points above that of always giving "
        + "the most frequent label, \(Self.short(majority)); try another seed, more epochs, a lower learning rate, or a linear "
        + "probe first, and the method features to see whether the texts tell the labels at all"
    case .adaptedIsWorse(let name, let source, let adapted, let isMeasured, let mayBeChance):
      "adapted by \(name) the classifier is \(isMeasured && !mayBeChance ? "" : "likely ")worse on the other domain: accuracy "
        + "\(Self.short(adapted)), and \(Self.short(source)) without "
        + "(\(isMeasured ? "measured" : "estimated without labels there, which can be wrong")"
        + "\(mayBeChance ? ", and it may be chance" : "")); train without the adaptation, or with another, and measure both on "
        + "labelled texts of that domain"
    case .taskDrowned(let source, let adapted):
      "the adaptation drowns the task: on the validation rows, which are of the source, the accuracy is \(Self.short(adapted)), and "
        + "\(Self.short(source)) without; give the adaptation less weight"
    case .maskedHeadNew:
      "the encoder came without a head for masked tokens, as most made for sentences: a new one knows little, and what the encoder "
        + "learns by it may do harm; for this adaptation take an encoder with such a head, as BERT, RoBERTa or ModernBERT were "
        + "published, or for this encoder the adaptation dann"
    case .domainsApart(let distance):
      "the two domains are hardly ever mistaken for each other (proxy A-distance \(Self.short(distance)) of 2), as texts of "
        + "different languages are: see whether the encoder knows both, for an adaptation brings little there"
    }
  }

  private static func short(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
}
