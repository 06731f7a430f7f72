import ArgumentParser
import BertFT

extension CompareCommand {
  /// Refuses the options that do not apply to several questions.
  ///
  /// - Throws: `ValidationError`.
  func requireQuestionOptions() throws {
    guard !curve else { throw ValidationError("--curve is for one question about a text: leave it out") }
    guard beside.isEmpty else { throw ValidationError("--beside is for one question about a text: leave it out") }
  }

  /// Compares the methods for each question.
  func compareQuestions(_ console: Console) throws {
    var options = TrainingOptions()
    passes.apply(to: &options)
    options.seed = repetition.seed.seed
    options.metric = .taskMean
    try options.validate(hasValidation: source.hasValidation)
    try options.validate(questions: source.questions)
    let data = try source.read(test: test, seed: repetition.seed.seed, console: console)
    passes.choosePasses(&options, rows: data.training.count)
    var job = try job(data, options, console)
    if job.methods.contains(where: \.takesVectors) { try openVectors(for: &job, console) }
    var session = try QuestionComparisonSession(job)
    tell(training: data.training.count, validation: data.validation.count, test: data.test.count, console)
    let drawing = ComparisonDrawing(console: console)
    let record = try Interruption.handling {
      try session.run(isCancelled: { Interruption.isRequested }, onEvent: drawing.show)
    }
    console.endProgress()
    try tell(record)
  }
}
