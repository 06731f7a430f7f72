import BertFT
import BertStorage

/// The result of `bertft suggest`.
struct SuggestionReport {
  let suggestions: Suggestions
  let source: SuggestionSource
  let strategy: SuggestionStrategy
  /// The verdict on stopping; nil without an earlier bundle.
  let stopping: StoppingRule?
  /// The forecast; nil where none is asked for.
  let forecast: LabelForecast?

  /// A row as one object.
  func object(of suggestion: Suggestions.Row) -> JSONValue {
    let row = source.rows[suggestion.row], prediction = source.predictions[suggestion.row]
    var members: [(String, JSONValue)] = [("line", .integer(row.line)), ("text", .string(row.text))]
    if let pair = row.pair { members.append(("pair", .string(pair))) }
    members += [
      ("label", .string(prediction.label)), ("score", .float(Float(prediction.confidence))),
      ("reason", .string(suggestion.reason)),
    ]
    return .object(members)
  }

  /// Notes on how many rows there are, and whether more labels are worth it.
  var notes: [String] { rowNotes + (forecast?.lines ?? []) }

  private var rowNotes: [String] {
    let labelled = source.rows.count - source.unlabelled.count
    var line =
      "\(Figures.count(suggestions.rows.count, "row")) of \(Figures.count(source.unlabelled.count)) to label next"
    if labelled > 0 { line += "; \(Figures.count(labelled, "row is", "rows are")) labelled already" }
    if suggestions.passed > 0 {
      line += "; \(Figures.count(suggestions.passed)) passed over, nearly the same as a row before"
    }
    if let stopping { return [line, stopping.line] }
    guard !source.labelled.isEmpty else { return [line] }
    return [line, "to see whether to stop, give the bundle of the round before with --previous"]
  }

  /// The report as one object.
  var json: JSONValue {
    let members: [(key: String, value: JSONValue)] = [
      ("strategy", .string(strategy.rawValue)), ("row_count", .integer(source.rows.count)),
      ("labelled", .integer(source.rows.count - source.unlabelled.count)),
      ("passed_over", .integer(suggestions.passed)),
      ("stopping", stopping?.json ?? .null), ("rows", .array(suggestions.rows.map(object))),
    ]
    return .object(members + (forecast.map { [("forecast", $0.json)] } ?? []))
  }
}
