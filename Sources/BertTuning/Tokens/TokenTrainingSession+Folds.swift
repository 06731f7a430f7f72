import BertData

extension TokenTrainingSession {
  /// Trains once without each part of the rows, with the options of the run, and finds the entities of that part.
  ///
  /// - Throws: The errors of a run; `interrupted` with the directory of the whole run.
  func crossValidate(
    _ division: CrossValidation<TokenRow>, isCancelled: @escaping @Sendable () -> Bool,
    onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> FoundEntities {
    var result = FoundEntities()
    try division.run(job, in: start.directory, identity: start.identity, onEvent: onEvent) {
      (part: TokenTrainingJob) throws(TuningError) in
      let session = try TokenTrainingSession(part, sharing: start.encoder)
      _ = try session.learn(isCancelled: isCancelled) { event in
        if event.concernsParts { onEvent(event) }
      }
      let judged = try session.test.entities(foundBy: session.model, session.compute, isCancelled: isCancelled)
      result.add(judged.rows, found: judged.found)
    }
    return result
  }
}
