import BertFT

/// A model that gives a pair of texts one number.
enum RankingModel {
  /// A model of one question.
  case single(TextClassifier)
  /// The place of a question in a model of several.
  case question(MultiTaskClassifier, place: Int)

  /// - Parameters:
  ///   - task: The question that ranks; nil for the only one that can.
  ///   - path: The model's directory, for messages.
  /// - Throws: `CommandFailure` where the model has no number to rank by, or more than one and none is named.
  init(_ model: OpenedModel, task: String?, path: String) throws(CommandFailure) {
    switch model {
    case .classifier(let classifier):
      if let task {
        throw CommandFailure(
          .usage, "\(path) answers one question, so that --task \(task) is not one of several", remedy: "Leave it out.")
      }
      guard classifier.rule.problem == .regression else { throw Self.failure(path, "gives labels") }
      self = .single(classifier)
    case .tagger: throw Self.failure(path, "is for token classification")
    case .questions(let classifier):
      self = .question(classifier, place: try Self.place(of: task, in: classifier, path: path))
    }
  }

  private static func place(
    of task: String?, in classifier: MultiTaskClassifier, path: String
  ) throws(CommandFailure) -> Int {
    func listed(_ places: some Sequence<Int>) -> String {
      places.map { classifier.questions[$0].name }.joined(separator: ", ")
    }
    let all = classifier.questions.indices, numbers = all.filter { classifier.rules[$0].problem == .regression }
    guard let task else {
      guard let only = numbers.first else { throw failure(path, "gives labels to \(listed(all))") }
      guard numbers.count == 1 else {
        throw CommandFailure(
          .usage, "\(path) gives a number to \(listed(numbers))", remedy: "Name the one that ranks with --task.")
      }
      return only
    }
    guard let place = all.first(where: { classifier.questions[$0].name == task }) else {
      throw CommandFailure(.usage, "--task \(task): \(path) answers \(listed(all))")
    }
    guard numbers.contains(place) else { throw failure(path, "gives labels to \(task)") }
    return place
  }

  private static func failure(_ path: String, _ what: String) -> CommandFailure {
    CommandFailure(
      .badData, "\(path): the model \(what), and ranking needs one number a pair",
      remedy: "Train one with --task regression and --text-pair-column, or take a cross-encoder.")
  }

  /// The number of each pair, in the order of the rows. [N]
  ///
  /// - Throws: What the model throws for a row that it cannot answer; `interrupted`.
  func scores(_ rows: [Example], isCancelled: () -> Bool) throws -> [Double] {
    switch self {
    case .single(let classifier): try classifier.predict(rows, isCancelled: isCancelled).map { $0.scores[0] }
    case .question(let classifier, let place):
      try classifier.predict(rows, isCancelled: isCancelled).map { $0.answers[place].scores[0] }
    }
  }
}
