import BertFT
import BertStorage

/// The result of quantization, as lines for people and as JSON for programs.
struct QuantizationReport {
  let bundle: String
  let agreement: Agreement
  /// Bytes of the weights in fp32.
  let before: Int
  /// Bytes of the weights in int8.
  let after: Int

  var lines: [String] {
    var lines = ["compared on \(Figures.count(agreement.rows, "text"))"]
    for task in agreement.tasks ?? [] {
      lines += ["", "task \(task.name)"] + Self.lines(task.sameLabel, task.correlation, task.largestLogitDifference)
    }
    if agreement.tasks != nil { lines.append("") }
    if let tokens = agreement.tokens {
      lines.append("same class   \(Figures.fixed(tokens.sameClass, 4)) of \(Figures.count(tokens.words, "word"))")
      if let f1 = tokens.entityF1 { lines.append("entities     F1 \(Figures.fixed(f1, 4)) of int8 against fp32") }
      if let exact = tokens.exactF1, let quantized = tokens.quantizedF1 {
        lines.append("true ones    F1 \(Figures.fixed(exact, 4)) of fp32, \(Figures.fixed(quantized, 4)) of int8")
      }
    }
    if let difference = agreement.largestLogitDifference, agreement.tasks == nil {
      lines += Self.lines(agreement.sameLabel, agreement.correlation, difference)
    }
    return lines + [
      "cosine       worst \(Figures.fixed(agreement.worstCosine, 5))   mean \(Figures.fixed(agreement.meanCosine, 5))",
      "weights      \(Figures.bytes(before)) in fp32, \(Figures.bytes(after)) in int8", "", "written \(bundle)",
    ]
  }

  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("bundle", .string(bundle)), ("precision", "int8"), ("rows", .integer(agreement.rows)),
    ]
    members += Self.members(agreement.sameLabel, agreement.correlation, agreement.largestLogitDifference)
    if let tasks = agreement.tasks {
      let figures = tasks.map {
        ($0.name, JSONValue.object(Self.members($0.sameLabel, $0.correlation, $0.largestLogitDifference)))
      }
      members.append(("tasks", .object(figures)))
    }
    if let tokens = agreement.tokens {
      members += [
        ("words", .integer(tokens.words)), ("same_class", .double(tokens.sameClass)),
        ("entity_f1", Self.value(tokens.entityF1)), ("f1_fp32", Self.value(tokens.exactF1)),
        ("f1_int8", Self.value(tokens.quantizedF1)),
      ]
    }
    return .object(
      members + [
        ("worst_cosine", .double(agreement.worstCosine)), ("mean_cosine", .double(agreement.meanCosine)),
        ("bytes_before", .integer(before)), ("bytes_after", .integer(after)),
      ])
  }

  private static func value(_ figure: Double?) -> JSONValue { figure.map { .double($0) } ?? .null }

  /// The figures of one question.
  private static func members(
    _ sameLabel: Double?, _ correlation: Double?, _ difference: Double?
  ) -> [(String, JSONValue)] {
    [
      ("same_label", value(sameLabel)), ("correlation", value(correlation)),
      ("largest_logit_difference", value(difference)),
    ]
  }

  private static func lines(_ sameLabel: Double?, _ correlation: Double?, _ difference: Double) -> [String] {
    let largest = "largest logit difference \(Figures.fixed(difference, 4))"
    if let sameLabel { return ["same label   \(Figures.fixed(sameLabel, 4))   \(largest)"] }
    if let correlation { return ["correlation  \(Figures.fixed(correlation, 4))   \(largest)"] }
    return [largest]
  }
}
