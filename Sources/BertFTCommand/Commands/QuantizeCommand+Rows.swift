import BertFT
import BertStorage
import Foundation

extension QuantizeCommand {
  /// The texts to compare on: all, or only the held-out ones where the data is the file that the bundle was trained on.
  func rows(_ quantizer: Quantizer, _ console: Console) throws -> [Example] {
    if isTrainingFile(quantizer.record) {
      let dataset: (examples: [Example], held: [Example]?)? =
        switch quantizer.answer {
        case .question(_, let rule): try answered(quantizer, rule.problem)
        case .questions(let questions, _): try answered(quantizer, questions)
        case .vectors, .tokens: nil
        }
      if let dataset { return held(dataset.held, of: dataset.examples, console) }
    }
    let dataset = try DatasetReader.read(
      DataSource(argument: data), options: columns.reading(usual: quantizer.record?.data.columns))
    console.tell(dataset.report)
    return dataset.examples
  }

  /// The rows to compare a classifier of tokens on, with their entities where the data has them.
  func tokenRows(_ quantizer: Quantizer, _ console: Console) throws -> [TokenRow] {
    let unfit: [(isGiven: Bool, flag: String)] = [
      (columns.textPairColumn != nil, "--text-pair-column"), (labelOptions.labelColumn != nil, "--label-column"),
      (labelOptions.labelColumns != nil, "--label-columns"), (labelOptions.labelSeparator != nil, "--label-separator"),
      (labelOptions.unknownLabels != .error, "--unknown-labels"),
    ]
    if let flag = unfit.first(where: \.isGiven)?.flag {
      throw CommandFailure(
        .usage, "\(flag) is for classifiers of texts, and \(bundle) is one of tokens; leave it out")
    }
    let source = DataSource(argument: data)
    // Whether the data has tags is known only after reading, and standard input can be read only once.
    if source != .standardInput, columns.textColumn == nil,
      TokenRowReader.reads(source, format: columns.inputFormat)
    {
      do {
        let dataset = try TokenDataset(contentsOf: source, options: columns.readingTokens(needsTags: true))
        dataset.notes.forEach(console.note)
        guard isTrainingFile(quantizer.record) else { return dataset.rows }
        return held(quantizer.heldOut(dataset.rows, scheme: dataset.scheme), of: dataset.rows, console)
      } catch TokenDataError.row(let file, let line, let fault) {
        console.note("compared without true entities: \(file):\(line): \(fault.wording.commandLine)")
      }
    }
    var reader = try TokenRows(source, columns: columns)
    var rows: [TokenRow] = []
    while let row = try reader.next() { rows.append(row) }
    reader.tell(console)
    return rows
  }

  /// Whether the data is the file that the bundle was trained on.
  private func isTrainingFile(_ record: BundleRecord?) -> Bool {
    guard let hash = record?.data.fileSha256, DataSource(argument: data) != .standardInput else { return false }
    return (try? FileDigest.sha256(of: URL(fileURLWithPath: data))) == hash
  }

  /// The rows of the training file with the bundle's labels, and those of them that were held out.
  private func answered(
    _ quantizer: Quantizer, _ problem: ProblemType
  ) throws -> (examples: [Example], held: [Example]?)? {
    guard let record = quantizer.record,
      let labels = LabelSet(
        names: record.labels, values: record.labelValues ?? record.labels, alternatives: record.labelAlternatives)
    else { return nil }
    let dataset = try DatasetReader.read(
      DataSource(argument: data),
      options: columns.reading(
        labelOptions, labels: labels, problem: problem, record: record.data))
    return (dataset.examples, quantizer.heldOut(dataset.examples, labels: labels))
  }

  /// The rows of the training file with the answers to several questions, and those of them that were held out.
  private func answered(
    _ quantizer: Quantizer, _ questions: [QuestionLabels]
  ) throws -> (examples: [Example], held: [Example]?) {
    let dataset = try QuestionDataset.read(
      DataSource(argument: data),
      questions: questions.map { ($0.question, $0.question.problem == .regression ? nil : $0.labels) },
      options: columns.reading(labelOptions, labels: nil, record: quantizer.record?.data))
    return (dataset.examples, quantizer.heldOut(dataset.examples, questions: questions))
  }

  /// The held-out rows, or all where the split cannot be reproduced.
  private func held<Row>(_ held: [Row]?, of rows: [Row], _ console: Console) -> [Row] {
    guard let held else {
      console.note("\(data): the bundle was trained on this file; give rows that it has not seen for a fair comparison")
      return rows
    }
    console.note("\(data): compared on the \(Figures.count(held.count, "row")) held out in training")
    return held
  }
}
