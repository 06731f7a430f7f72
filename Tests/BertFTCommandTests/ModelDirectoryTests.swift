import Foundation
import Testing
import _TestSupport

/// What a model's directory means, over directories of every kind that people have: the answers are those of transformers
/// and sentence-transformers, or the program refuses and says why. A directory that loads never answers differently.
struct ModelDirectoryTests {
  private struct Tokens: Decodable {
    let ids: [Int]
    let types: [Int]

    enum CodingKeys: String, CodingKey {
      case ids
      case types = "type_ids"
    }
  }
  private struct Prediction: Decodable {
    let label: String?
    let labels: [String]?
    let logits: [Double]
    let score: Double?
    let scores: [String: Double]?
  }

  @Test(.enabled(if: Oracle.isAvailable), arguments: ModelDirectory.allNames)
  func answersAsTheReferenceOrRefuses(name: String) throws {
    let model = try ModelDirectory(named: name)
    let command = try ModelCommand(path: ModelDirectory.path(name), model: model)
    guard model.refuse != true else { return try expectRefusal(model, command) }
    do {
      try expectTokens(model, command)
      try expectPredictions(model, command)
      if let accuracy = model.accuracy { #expect(abs(try command.accuracy() - accuracy) < 1e-6) }
      if let vectors = model.vectors { expectClose(try command.vectors(), vectors, within: 1e-5) }
      try expectWords(model, command)
    } catch let refusal as ModelCommand.Refusal {
      #expect(model.mayRefuse == true, "a right answer exists: \(refusal.outcome)")
      expectClear(refusal.outcome, statuses: [64, 65, 66])
    }
  }

  private func expectRefusal(_ model: ModelDirectory, _ command: ModelCommand) throws {
    for name in model.command ?? [] {
      let outcome = try command.run(name)
      expectClear(outcome, statuses: model.exit.map { [$0] } ?? [65, 66])
      for words in model.names ?? [] {
        let isSaid = words.split(separator: "|").contains { outcome.errors.lowercased().contains($0.lowercased()) }
        #expect(isSaid, "\(name) does not say \(words): \(outcome)")
      }
    }
  }

  /// An error is one line or two, and nothing is answered beside it.
  private func expectClear(_ outcome: Program.Outcome, statuses: [Int32]) {
    #expect(outcome.status.map(statuses.contains) == true, "\(outcome)")
    #expect((1...2).contains(outcome.errorLines.count), "\(outcome)")
  }

  private func expectTokens(_ model: ModelDirectory, _ command: ModelCommand) throws {
    if let ids = model.ids {
      #expect(try command.rows("tokenize", ofPairs: false, as: Tokens.self).map(\.ids) == ids)
    }
    guard let ids = model.pairIDs, !ids.isEmpty else { return }
    let rows = try command.rows("tokenize", ofPairs: true, as: Tokens.self)
    #expect(rows.map(\.ids) == ids)
    let types = zip(ids, model.pairTypes ?? []).map { $1 ?? $0.map { _ in 0 } }
    #expect(rows.map(\.types) == types)
  }

  private func expectPredictions(_ model: ModelDirectory, _ command: ModelCommand) throws {
    for (logits, ofPairs) in [(model.logits, false), (model.pairLogits, true)] {
      guard let logits, !logits.isEmpty else { continue }
      let rows = try command.rows("predict", ofPairs: ofPairs, as: Prediction.self)
      expectClose(rows.map(\.logits), logits, within: 1e-4)
      if let scores = ofPairs ? model.pairScores.map({ $0.map { [$0] } }) : model.scores, let names = model.labels {
        expectScores(rows, scores, names, isSeveral: model.problem == "multi_label_classification")
        continue
      }
      guard let labels = model.labels, model.scores == nil, model.pairScores == nil else { continue }
      #expect(rows.map(\.label) == logits.map { row in labels[row.firstIndex(of: row.max() ?? 0) ?? 0] })
      for row in rows { #expect(row.scores.map { Set($0.keys) } == Set(labels)) }
    }
  }

  /// Scores that are no probabilities of one label: a number, or one for each of several labels, of which those of a half
  /// and more hold.
  private func expectScores(_ rows: [Prediction], _ expected: [[Double]], _ names: [String], isSeveral: Bool) {
    for (row, want) in zip(rows, expected) {
      if want.count == 1, !isSeveral {
        #expect(row.label == nil && row.scores == nil)
        expectClose([[row.score ?? .nan]], [want], within: 1e-4)
      } else if isSeveral {
        #expect(row.label == nil && row.labels == zip(names, want).filter { $1 >= 0.5 }.map(\.0))
        expectClose([names.map { row.scores?[$0] ?? .nan }], [want], within: 1e-4)
      } else {
        #expect(row.label == names[want.firstIndex(of: want.max() ?? 0) ?? 0])
        expectClose([names.map { row.scores?[$0] ?? .nan }], [want], within: 1e-4)
      }
    }
  }

  private func expectWords(_ model: ModelDirectory, _ command: ModelCommand) throws {
    for (name, words) in model.says ?? [:] {
      let outcome = try command.run(name)
      #expect(outcome.status == 0, "\(outcome)")
      let said = (outcome.output + outcome.errors).lowercased()
      for word in words { #expect(said.contains(word.lowercased()), "\(name) does not say \(word): \(outcome)") }
    }
  }

  /// Each row against the reference's, relative to the row's scale where that is above 1.
  private func expectClose(_ rows: [[Double]], _ expected: [[Double]], within tolerance: Double) {
    #expect(rows.map(\.count) == expected.map(\.count))
    for (row, want) in zip(rows, expected) where row.count == want.count {
      let scale = want.map(abs).max().map { max($0, 1) } ?? 1
      let distance = zip(row, want).map { abs($0 - $1) }.max() ?? 0
      #expect(distance <= tolerance * scale, "\(row) is not \(want)")
    }
  }
}
