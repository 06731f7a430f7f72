import BertFT

extension LearningRateSchedule.WarmUp {
  /// Parses a share of the steps, such as `0.1`, or a number of steps, such as `100`.
  ///
  /// - Throws: `TuningError.option` for any other text; ranges are checked by the trainer.
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
