import BertBaselines
import BertData
import BertEncoder
import BertInference
import Foundation

extension TrainingSession {
  /// Fits the score of how unlike the training texts a text is, with the distances of the validation rows; nil without
  /// that option.
  ///
  /// Texts of one label are grouped by it; of several labels, or of numbers, all texts are one group.
  ///
  /// - Throws: `interrupted`; `option` for features that do not vary.
  func fitNovelty(isCancelled: () -> Bool) throws(TuningError) -> NoveltyScore? {
    guard options.novelty == true else { return nil }
    model.prepareForInference(compute)
    let training: FeatureMatrix
    let held: FeatureMatrix
    do {
      training = try inference.meanFeatures(encodedTraining, isCancelled: isCancelled)
      held = try inference.meanFeatures(encodedValidation, isCancelled: isCancelled)
    } catch {
      throw .interrupted(checkpoint: strategy.isResumable ? directory.url.path : nil)
    }
    let groups = job.data.training.map { $0.label ?? 0 }
    let count = rule.problem == .singleLabel ? labels.count : 1
    guard let fit = NoveltyFit(training, groups: groups, count: count, compute) else {
      throw .option(name: "novelty", value: "", rule: "finds no difference between the features of the training texts")
    }
    return fit.score(held: held)
  }
}
