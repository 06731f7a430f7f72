public import Foundation

/// What happens in a run, for whoever draws it.
public enum TrainingEvent: Sendable {
  /// What happens while the method `auto` tries methods.
  case selection(SelectionEvent)
  /// What is about to be done.
  case planned(TrainingPlan)
  /// Learning begins without one of the parts that cross-validation judges, counted from 1.
  case fold(Int, of: Int)
  /// Learning begins without the texts of the other domain, to be compared with.
  case sourceAlone
  /// Learning begins of a new head for masked tokens alone, on the encoder as it is.
  case maskedHead
  /// Learning begins from masked tokens of the texts of the other domain, without the task.
  case maskedTexts
  /// Learning begins from so many texts without labels beside the labelled ones, in a round counted from 1; round 0 is of the
  /// labelled texts alone.
  case selfTraining(round: Int, of: Int, texts: Int)
  /// What a simple model gives on the same rows, known before the encoder begins.
  case baseline(BaselineReport)
  /// An unfinished run goes on after this many steps.
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
