package import BertStorage

extension DataError: CustomStringConvertible {
  /// One or two lines for the user: where, what is wrong, what to do.
  public var description: String { wording.plain }
}

extension DataError: Worded {
  package var wording: Wording {
    switch self {
    case .labelsEmptyName(let origin):
      return "\(place(origin)): a label is empty; write names separated by commas, as in pos,neg,neu or ham=0,spam=1"
    case .labelsDuplicate(let name, let origin):
      return "\(place(origin)): \(quote(name)) appears twice"
    case .labelsTooFew(let origin):
      return "\(place(origin)): a classifier needs at least two labels"
    case .labelsMixed(let file, let list, let value, let description):
      return """
        \(place(.option(list))): \(quote(value)) is a value of the label column of \(file) and \(quote(description)) is not, \
        so that the right sides may be values or descriptions
        Say that they are values with \(option: "label-values"), or describe labels with \(option: "label-descriptions", "FILE").
        """
    case .labelsNotFound(let file, let origin, let name, let known):
      return """
        \(place(origin)): \(quote(name)) is no value of the label column of \(file), which has \(list(known))
        Describe labels under the names that the column has; \(library: "say that right sides are values where they are", command: """
        where right sides are values, give \(option: "label-values")
        """).
        """
    case .labelsQuoting(let origin):
      return """
        \(place(origin)): a quote is not closed, or something follows it; write "Arts, Culture",Sports, a \
        quote in a name being doubled, or give \(option: "label-file")
        """
    case .unknownEncoding(let name):
      return """
        \(name: "encoding") \(quote(name)): this encoding is not known; use utf-8, latin1, windows-1252, utf-16 or \
        another
        """
    case .notATable(let file, let format):
      return """
        \(file): \(options: ["delimiter", "no-header"], "and") are for tables, and this is read as \
        \(format.rawValue); if it is a table, give \(option: "input-format", "csv")
        """
    case .tokenLabels(let file):
      return """
        \(file): CoNLL columns have labels of tokens, and rows of whole texts are needed here; they are for \
        \(library: "training on labels of tokens, and for a classifier of tokens", command: """
        bertft train \(option: "task", "tokens"), and for predict and evaluate with a classifier of tokens
        """)
        """
    case .optionsOfFiles(let directory):
      return """
        \(directory): \(options: ["input-format", "delimiter", "no-header"], "and") are for files, and this is a \
        directory; leave them out, or name a file in it
        """
    case .columnNumber(let file, let line, let option, let name, let count):
      return """
        \(file):\(line): there is no column \(quote(name)); the first row has \(Counted(count, "column"))
        Without a header \(option: option) takes a number from 1 to \(count).
        """
    case .formatNeeded(let file):
      return "\(file): its format is not known; name it with \(option: "input-format", Self.formats)"
    case .unknownFormat(let file, let fileExtension):
      let ending = fileExtension.isEmpty ? "it has no extension" : "the extension .\(fileExtension) is not known"
      return """
        \(file): \(ending); name the format with \(option: "input-format", Self.formats)
        A table without a header also needs \(options: ["no-header", "text-column", "label-column"], "and") with \
        numbers from 1.
        """
    case .columnNotFound(let file, let line, let option, let name, let headers):
      return """
        \(file):\(line): there is no column \(quote(name)); the columns are \(list(headers))
        Name one of them with \(option: option).
        """
    case .columnAmbiguous(let file, let line, let option, let name, let headers):
      return """
        \(file):\(line): several columns are called \(quote(name)); the columns are \(list(headers))
        Rename one of them in the file, or name another with \(option: option).
        """
    case .columnUnclear(let file, let line, let role, let candidates, let headers, let naming):
      if naming == .numbers {
        return """
          \(file):\(line): it is not clear which column holds the \(role.rawValue); the first row has \
          \(Counted(headers.count, "column"))
          Give their numbers from 1, as in \(library: "2 for the text and 1 for the label", command: """
          \(option: "text-column", "2") \(option: "label-column", "1")
          """).
          """
      }
      let problem =
        candidates.isEmpty
        ? "it is not clear which column holds the \(role.rawValue); the columns are \(list(headers))"
        : "\(list(candidates)) may each hold the \(role.rawValue); the columns are \(list(headers))"
      let row: Wording =
        naming == .header ? "; if the first line is a row, give \(option: "no-header") and numbers." : "."
      return """
        \(file):\(line): \(problem)
        Name them with \(options: ["text-column", "label-column"], "and")\(row)
        """
    case .columnUsedTwice(let file, let line, let name, let roles):
      let purposes = roles.map(\.rawValue).joined(separator: " and ")
      if let role = roles.first, roles.allSatisfy({ $0 == role }) {
        let names = role == .label ? "label-columns" : role.option
        return
          "\(file):\(line): column \(quote(name)) is named twice as a \(role.rawValue); name each once with \(option: names)"
      }
      return """
        \(file):\(line): column \(quote(name)) is named as both \(purposes)
        Name another with \(options: roles.map(\.option), "or").
        """
    case .labelColumnsUnfit(let file, let columns, let labels):
      return """
        \(file): which of the labels \(list(labels)) each of the columns \(list(columns)) is cannot be told
        Name a column for each label with \(option: "label-columns"): columns that are called as the labels, in any order, or \
        others in the labels' order.
        """
    case .columnsInPlainText(let file):
      let columns = ["text-column", "label-column", "label-columns", "text-pair-column", "id-column", "carry"]
      return "\(file): a .txt file has no columns to choose from; leave out \(options: columns, "and")"
    case .questionWithoutAnswers(let file, let question, let rows):
      return """
        \(file): none of its \(Counted(rows, "row")) has an answer to the question \(question); check \
        \(library: "its column", command: "\(option: "task", "\(question)=COLUMN")"), or leave it out
        """
    case .fileMissing(let file):
      return "\(file): there is no such file; check the path"
    case .isDirectory(let file):
      return """
        \(file): this is a directory without texts in folders named after the labels (\(file)/label/*.txt)
        Arrange the texts like that, or name a .csv, .tsv, .jsonl, .json or .txt file in it.
        """
    case .cannotOpen(let file, let reason):
      return "\(file): cannot be opened: \(reason)"
    case .readFailed(let file, let reason):
      return "\(file): reading failed: \(reason)"
    default:
      return contentWording
    }
  }

  private var contentWording: Wording {
    switch self {
    case .emptyFile(let file):
      return "\(file): the file is empty"
    case .headerOnly(let file):
      return "\(file): there is a header line but no row below it"
    case .noUsableRows(let file, let rows, let reasons):
      return "\(file): none of its \(Counted(rows, "row")) can be used\n\(reasons)"
    case .oneLabelOnly(let file, let label, let rows):
      let found =
        label.map {
          rows == 1
            ? "its one row has the label \(quote($0))" : "all \(Counted(rows, "row")) have the label \(quote($0))"
        }
        ?? "no row has a label"
      return "\(file): \(found); a classifier needs rows of at least two labels"
    case .oneAnswerOnly(let file, let what, let rows):
      return "\(file): \(what) in \(Counted(rows, "row")), so nothing can be learnt; check the label columns"
    case .unclosedQuote(let file, let line):
      return """
        \(file):\(line): a quote opens here and is never closed
        Close it, or double it ("") if it belongs to the text.
        """
    case .encoding(let file, let likely):
      return """
        \(file): the text seems to be \(likely), not UTF-8
        Give \(option: "encoding", likely.lowercased()), or convert it: iconv -f \(likely) -t UTF-8 OLD > NEW
        """
    case .notInEncoding(let file, let encoding, let byte):
      return
        "\(file): near byte \(byte) the file is not valid \(encoding)\nName its encoding with \(option: "encoding")."
    case .damagedArchive(let file, let kind):
      return "\(file): the \(kind) stream is damaged or ends too early; fetch or compress the file again"
    case .archiveWindow(let file):
      return """
        \(file): it is compressed with zstd --long, and windows of more than 128 MiB are not supported
        Decompress it first: zstd -d --long=31 \(file)
        """
    case .labelFileMalformed(let file, let line):
      return "\(name: "label-file") \(file):\(line): each line is a name, or a value, a tab and the name it stands for"
    case .descriptionsMalformed(let file, let line):
      return """
        \(name: "label-descriptions") \(file):\(line): each line is a label, a tab and what the label means; a label may \
        have several lines
        """
    case .labelsTakeMemory(let file, let column, let labels, let rows, let bytes, let memory):
      return """
        \(file): \(column.map { "the column \(quote($0))" } ?? "the file") has \(Counted(labels, "different label")) in \
        \(Counted(rows, "row")); a confusion matrix of so many takes about \(Figures.bytes(bytes)) of memory, and there \
        are \(Figures.bytes(memory)): is this an id column?
        Name the label's column with \(option: "label-column"), or give the labels that count with \(option: "labels").
        """
    case .labelsLikeIDs(let file, let column, let labels, let rows):
      let place = column.map { "the column \(quote($0))" } ?? "the file"
      return """
        \(file): \(place) has \(Counted(labels.count, "different label")) in \(Counted(rows, "row")) \
        (\(list(Array(labels.prefix(3))))…): is this an id or a text?
        Name the label's column with \(option: "label-column"), or the labels themselves with \(option: "labels").
        """
    case .labelsLikeScores(let file, let column, let labels, let rows):
      let place = column.map { "the column \(quote($0))" } ?? "the file"
      return """
        \(file): \(place) has \(Counted(labels.count, "different decimal number")) in \(Counted(rows, "row")) \
        (\(list(Array(labels.prefix(3))))…): a score, not a label?
        Name the label's column with \(option: "label-column"); put scores into a few classes first, or learn the \
        number itself \(library: "by a regression", command: "with \(option: "task", "regression")").
        """
    case .labelsRunOn(let file, let labels):
      return """
        \(file): the labels run into the text, as in \(list(Array(labels.prefix(3))))
        A space or a tab must follow the label: __label__x some text.
        """
    case .headerMayBeRow(let file, let name, let rows):
      return """
        \(file):1: \(quote(name)) is the name of the label column, and also the label of \
        \(Counted(rows, "row")): is the first line a row?
        If so, give \(option: "no-header") and the columns' numbers; if not, \
        \(option: "label-column", Self.plain(name)).
        """
    case .noLabelPrefix(let file, let rows, let example, let capitals):
      let reason =
        capitals
        ? "none of the \(Counted(rows, "line")) has a label: the prefix is __label__ in small letters, not as in "
        : "none of the \(Counted(rows, "line")) has a label (__label__x some text); the first is "
      return """
        \(file): \(reason)\(quote(example))
        \(capitals ? "Write __label__." : Self.tableRemedy(example))
        """
    case .notText(let file, let kind):
      let way =
        switch kind {
        case ContentSniffer.parquet: "\nDuckDB converts it: duckdb -c \"COPY (FROM 'FILE.parquet') TO 'FILE.csv'\""
        case ContentSniffer.workbook: "\nA spreadsheet program saves a sheet as CSV."
        default: ""
        }
      return "\(file): this is \(kind), not text; export or unpack it as CSV, TSV or JSONL first\(way)"
    case .batchTooLarge(let file, let line, let limit):
      return """
        \(file):\(line): the batch has more than \(Counted(limit, "byte")); end batches earlier, or raise \
        \(option: "max-batch-bytes")
        """
    case .batchTooLong(let file, let line, let limit):
      return "\(file):\(line): the batch has more than \(Counted(limit, "row")); end batches earlier"
    case .rowTooLong(let file, let line, let limit):
      return """
        \(file):\(line): the row that starts here has more than \(limit >> 20) MiB
        Is a quote open by mistake, or is this not a text file with one row a line?
        """
    case .wrongDelimiter(let file, let found, let format):
      return """
        \(file):1: the columns seem to be separated by \(found), which does not fit .\(format.rawValue)
        Name what separates them with \(option: "delimiter"), as in \(library: "';' or a tab", command: """
        \(option: "delimiter", "';'") or \(option: "delimiter", "tab")
        """).
        """
    case .jsonArray(let file, let line):
      return """
        \(file):\(line): this is a JSON array, but one object a line is needed
        Read it with \(option: "input-format", "json").
        """
    case .jsonUnclosed(let file, let line):
      return "\(file):\(line): the JSON that begins here never ends; is the file cut short, or a bracket missing?"
    case .jsonSeparator(let file, let line, let reason):
      return """
        \(file):\(line): \(reason) of the JSON array
        Write the file again with a JSON library, or put each object on a line of its own.
        """
    case .badRows(let file, let rows, let faults):
      return Self.describe(file: file, rows: rows, faults: faults)
    case .unknownLabels(let file, let tally, let first, let known):
      let line = tally.firstLines.first ?? 0
      let start = tally.firstFiles?.first.map { "\(file)/\(Self.plain($0))" } ?? "\(file):\(line)"
      let others = tally.count > 1 ? " (\(tally.count) such rows: \(tally.lines))" : " (the only such row)"
      return """
        \(start): the label \(quote(first)) is not one of \(list(known))\(others)
        \(Self.unknownRemedy(first, known))
        """
    default:
      return "the data cannot be read"
    }
  }

  /// The values of the option that names a format.
  private static let formats = "csv|tsv|jsonl|json|txt|conll"

  private static func tableRemedy(_ example: String) -> Wording {
    if example.contains("\t") {
      return """
        It looks like a table: give \(option: "input-format", "tsv"), and \(option: "no-header") with the columns' \
        numbers if there is no header.
        """
    }
    return """
      If something separates text and label, give \(option: "delimiter"), and \(option: "no-header") with the \
      columns' numbers.
      """
  }

  private static func unknownRemedy(_ first: String, _ known: [String]) -> Wording {
    if let near = known.first(where: { LabelSpelling.folded($0) == LabelSpelling.folded(first) }) {
      let difference =
        LabelSpelling.squeezed(near) == LabelSpelling.squeezed(first) ? "white space or Unicode form" : "case"
      let list = "'…,\(entry(near))=\(entry(near)),\(entry(near))=\(entry(first))'"
      return "It differs from \(quoted(near)) only in \(difference): join them with \(option: "labels", list)."
    }
    if first.contains(","), known.contains(where: { !$0.isEmpty && first.hasPrefix($0) }) {
      return """
        Put a name with a comma in quotes: \(option: "labels", "'\(entry(first)),…'"); or give \(option: "label-file").
        """
    }
    return "Add it to \(option: "labels"), or leave such rows out with \(option: "unknown-labels", "skip")."
  }

  private static func describe(file: String, rows: Int, faults: [RowFault: RowTally]) -> Wording {
    let found = RowFault.allCases.compactMap { fault in faults[fault].map { (fault: fault, tally: $0) } }
    let total = found.reduce(0) { $0 + $1.tally.count }
    let firstLine = found.compactMap(\.tally.firstLines.first).min() ?? 1
    let firstFile = found.first { $0.tally.firstLines.first == firstLine }?.tally.firstFiles?.first
    let start = firstFile.map { "\(file)/\(plain($0))" } ?? "\(file):\(firstLine)"
    let parts = found.map { "\($0.tally.count) \($0.fault.phrase) (\($0.tally.lines))" }
    let remedy = found.compactMap(\.fault.remedy).first.map { " (\($0))" as Wording } ?? ""
    return """
      \(start): \(total) of \(Counted(rows, "row")) cannot be used: \(parts.joined(separator: ", "))
      Correct them\(remedy), or leave them out with \(option: "bad-rows", "skip").
      """
  }

  /// The option that gave labels.
  private func place(_ origin: LabelSet.Origin) -> Wording {
    switch origin {
    case .option(let list): "\(name: "labels") \(quote(list))"
    case .file(let path): "\(name: "label-file") \(path)"
    case .descriptions(let path): "\(name: "label-descriptions") \(path)"
    }
  }

  /// The text in quotes, cut where it is long and with control characters escaped, so that a message stays on its line.
  private func quote(_ text: String) -> String { Self.quoted(text) }

  private func list(_ names: [String]) -> String {
    names.prefix(12).map(Self.quoted).joined(separator: ", ") + (names.count > 12 ? ", … (\(names.count) in all)" : "")
  }

  /// A name as it is written in a list of labels, with control characters escaped.
  private static func entry(_ name: String) -> String { plain(LabelSet.entry(name)) }

  static func quoted(_ text: String) -> String { "'" + plain(text) + "'" }

  /// The text with control characters escaped, cut after 60 characters.
  static func plain(_ text: String) -> String {
    var shown = ""
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
    return shown
  }
}
