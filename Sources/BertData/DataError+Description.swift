extension DataError: CustomStringConvertible {
  /// One or two lines for the user: where, what is wrong, what to do.
  public var description: String {
    switch self {
    case .labelsEmptyName(let list):
      return "--labels \(quote(list)): a label is empty; write names separated by commas, as in pos,neg,neu or "
        + "ham=0,spam=1"
    case .labelsDuplicate(let name, let list):
      return "--labels \(quote(list)): \(quote(name)) stands there twice"
    case .labelsTooFew(let list):
      return "--labels \(quote(list)): a classifier needs at least two labels"
    case .formatNeeded(let file):
      return "\(file): which format it has must be told with --input-format csv|tsv|jsonl|txt"
    case .unknownFormat(let file, let fileExtension):
      let ending = fileExtension.isEmpty ? "it has no extension" : "the extension .\(fileExtension) is not known"
      let hint =
        fileExtension.lowercased() == "json" ? " (one JSON object a line is jsonl)" : ""
      return "\(file): \(ending); name the format with --input-format csv|tsv|jsonl|txt\(hint)"
    case .columnNotFound(let file, let line, let option, let name, let headers):
      return "\(file):\(line): there is no column \(quote(name)); the columns are \(list(headers))\n"
        + "Name one of them with \(option)."
    case .columnAmbiguous(let file, let line, let option, let name, let headers):
      return "\(file):\(line): several columns are called \(quote(name)); the columns are \(list(headers))\n"
        + "Rename one of them in the file, or name another with \(option)."
    case .columnUnclear(let file, let line, let role, let candidates, let headers):
      let problem =
        candidates.isEmpty
        ? "which column holds the \(role.rawValue) cannot be told; the columns are \(list(headers))"
        : "\(list(candidates)) may each hold the \(role.rawValue); the columns are \(list(headers))"
      return "\(file):\(line): \(problem)\n"
        + "Name them with --text-column and --label-column (a file's first line must name its columns)."
    case .columnUsedTwice(let file, let line, let name, let roles):
      let purposes = roles.map(\.rawValue).joined(separator: " and ")
      return "\(file):\(line): column \(quote(name)) is to be both \(purposes)\n"
        + "Name another with \(roles.map(\.option).joined(separator: " or "))."
    case .columnsInPlainText(let file):
      return "\(file): a .txt file has no columns to choose from; leave out --text-column, --label-column, "
        + "--text-pair-column, --id-column and --carry"
    case .fileMissing(let file):
      return "\(file): no such file"
    case .isDirectory(let file):
      return "\(file): is a directory, not a data file; name a .csv, .tsv, .jsonl or .txt file in it"
    case .cannotOpen(let file, let reason):
      return "\(file): cannot be opened: \(reason)"
    case .readFailed(let file, let reason):
      return "\(file): reading failed: \(reason)"
    default:
      return contentDescription
    }
  }

  private var contentDescription: String {
    switch self {
    case .emptyFile(let file):
      return "\(file): the file is empty"
    case .headerOnly(let file):
      return "\(file): there is a header line but no row below it"
    case .noUsableRows(let file, let rows, let reasons):
      return "\(file): none of its \(rows) rows can be used\n\(reasons)"
    case .oneLabelOnly(let file, let label, let rows):
      let found = label.map { "all \(rows) rows have the label \(quote($0))" } ?? "no row has a label"
      return "\(file): \(found); a classifier needs rows of at least two labels"
    case .unclosedQuote(let file, let line):
      return "\(file):\(line): a quote opens here and is never closed\n"
        + "Close it, or double it (\"\") if it belongs to the text."
    case .encoding(let file, let likely):
      return "\(file): the text seems to be \(likely), but UTF-8 is needed\n"
        + "Convert it: iconv -f \(likely) -t UTF-8 OLD > NEW"
    case .notText(let file, let kind):
      return "\(file): this is \(kind), not text; export or unpack it as CSV, TSV or JSONL first"
    case .rowTooLong(let file, let line, let limit):
      return "\(file):\(line): the row that starts here has more than \(limit >> 20) MiB\n"
        + "Is a quote open by mistake, or is this not a text file with one row a line?"
    case .wrongDelimiter(let file, let found, let format):
      let remedy =
        switch found {
        case "tabs": "Read it with --input-format tsv."
        case "commas": "Read it with --input-format csv."
        default: "Save it with commas (or tabs, as .tsv) between the columns."
        }
      return "\(file):1: the columns seem to be separated by \(found), which is not how .\(format.rawValue) does it\n"
        + remedy
    case .jsonArray(let file, let line):
      return "\(file):\(line): this is a JSON array, but one object a line is needed\n"
        + "Convert it: jq -c '.[]' OLD > NEW.jsonl"
    case .badRows(let file, let rows, let faults):
      return Self.describe(file: file, rows: rows, faults: faults)
    case .unknownLabels(let file, let tally, let first, let known):
      let line = tally.firstLines.first ?? 0
      let others = tally.count > 1 ? " (\(tally.count) such rows: \(tally.lines))" : " (the only such row)"
      return "\(file):\(line): the label \(quote(first)) is not one of \(list(known))\(others)\n"
        + "Add it to --labels, or leave such rows out with --unknown-labels skip."
    default:
      return "the data cannot be read"
    }
  }

  private static func describe(file: String, rows: Int, faults: [RowFault: RowTally]) -> String {
    let found = RowFault.allCases.compactMap { fault in faults[fault].map { (fault: fault, tally: $0) } }
    let total = found.reduce(0) { $0 + $1.tally.count }
    let first = found.compactMap(\.tally.firstLines.first).min() ?? 1
    let parts = found.map { "\($0.tally.count) \($0.fault.phrase) (\($0.tally.lines))" }
    let remedy = found.compactMap(\.fault.remedy).first.map { " (\($0))" } ?? ""
    return "\(file):\(first): \(total) of \(rows) rows cannot be used: \(parts.joined(separator: ", "))\n"
      + "Mend them\(remedy), or leave them out with --bad-rows skip."
  }

  /// The text in quotes, control characters escaped and long ones cut, so that a message stays a line.
  private func quote(_ text: String) -> String { Self.quoted(text) }

  private func list(_ names: [String]) -> String {
    names.prefix(12).map(Self.quoted).joined(separator: ", ") + (names.count > 12 ? ", … (\(names.count) in all)" : "")
  }

  static func quoted(_ text: String) -> String {
    var shown = "'"
    for (count, scalar) in text.unicodeScalars.enumerated() {
      if count == 60 {
        shown += "…"
        break
      }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        shown += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown + "'"
  }
}
