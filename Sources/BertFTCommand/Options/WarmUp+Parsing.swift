import BertFT

extension LearningRateSchedule.WarmUp {
  /// A share of the steps, or a number of steps.
  ///
  /// - Throws: `TuningError.option` for a text that is neither; ranges are checked by the trainer.
  init(parsing text: String) throws(TuningError) {
    if let steps = Int(text) {
      self = .steps(steps)
    } else if let share = Double(text) {
      self = .fraction(share)
    } else {
      throw .option(name: "warmup", value: text, rule: "must be a share from 0 to 1, or a number of steps")
    }
  }
}
