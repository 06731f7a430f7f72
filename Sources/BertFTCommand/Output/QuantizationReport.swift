import BertFT
import BertStorage

/// What quantising came to, as lines for people and as JSON for programs.
struct QuantizationReport {
  let bundle: String
  let agreement: Agreement
  /// Bytes of the weights in fp32 and in int8.
  let before: Int
  let after: Int

  var lines: [String] {
    var lines = ["compared on \(Figures.count(agreement.rows, "text"))"]
    if let same = agreement.sameLabel, let difference = agreement.largestLogitDifference {
      lines.append("same label   \(Figures.fixed(same, 4))   largest logit difference \(Figures.fixed(difference, 4))")
    }
    if let correlation = agreement.correlation, let difference = agreement.largestLogitDifference {
      lines.append(
        "correlation  \(Figures.fixed(correlation, 4))   largest logit difference \(Figures.fixed(difference, 4))")
    }
    return lines + [
      "cosine       worst \(Figures.fixed(agreement.worstCosine, 5))   mean \(Figures.fixed(agreement.meanCosine, 5))",
      "weights      \(Figures.bytes(before)) in fp32, \(Figures.bytes(after)) in int8", "", "written \(bundle)",
    ]
  }

  var json: JSONValue {
    .object([
      ("bundle", .string(bundle)), ("precision", "int8"), ("rows", .integer(agreement.rows)),
      ("same_label", agreement.sameLabel.map { .double($0) } ?? .null),
      ("correlation", agreement.correlation.map { .double($0) } ?? .null),
      ("largest_logit_difference", agreement.largestLogitDifference.map { .double($0) } ?? .null),
      ("worst_cosine", .double(agreement.worstCosine)), ("mean_cosine", .double(agreement.meanCosine)),
      ("bytes_before", .integer(before)), ("bytes_after", .integer(after)),
    ])
  }
}
