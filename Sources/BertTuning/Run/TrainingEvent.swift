public import Foundation

/// What happens in a run, for whoever displays it.
public enum TrainingEvent: Sendable {
  /// What happens while the method `auto` tries methods.
  case selection(SelectionEvent)
  /// What is about to be done.
  case planned(TrainingPlan)
  /// Training begins without one of the parts of a cross-validation, counted from 1.
  case fold(Int, of: Int)
  /// Training begins without the texts of the other domain, for comparison.
  case sourceAlone
  /// Training begins of a new head for masked tokens, with the encoder frozen.
  case maskedHead
  /// Training begins on masked tokens of the texts of the other domain, without the task.
  case maskedTexts
  /// Training begins on this many texts without labels beside the labelled ones, in a round counted from 1; round 0 has
  /// the labelled texts alone.
  case selfTraining(round: Int, of: Int, texts: Int)
  /// The figures of a simple model on the same rows, known before the encoder is trained.
  case baseline(BaselineReport)
  /// An unfinished run is resumed after this many steps.
  case resumed(step: Int, totalSteps: Int)
  /// The encoder has run over this many of all sequences (method `features`).
  case features(done: Int, total: Int)
  /// An optimizer step is done.
  case step(StepProgress)
  /// An epoch is done and judged.
  case epoch(EpochReport)
  /// Something a person should know.
  case warning(TrainingWarning)
  /// The run can be resumed from here.
  case checkpointSaved(URL, step: Int)
  /// No epoch has been better for so long that the run ends.
  case stoppedEarly(epoch: Int, best: Int)
  /// The bundle is in place and checked.
  case finished(TrainingOutcome)
}
