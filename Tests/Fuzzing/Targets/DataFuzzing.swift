import BertData
import Foundation

/// Data files, read whole and as a stream, with all that can be chosen.
enum DataFuzzing {
  static func read(_ input: Data, extension suffix: String, _ folder: Folder) {
    let source = DataSource.file(folder.write("rows." + suffix, input))
    // A short bound on rows, so that inputs of a few hundred bytes reach it too.
    for maximum in [1 << 28, 200] {
      for policy in ReadingOptions.Policy.allCases {
        var options = ReadingOptions(unknownLabels: policy, badRows: policy, maximumRowBytes: maximum)
        let whole = read(source, options)
        options.needsLabels = false
        stream(source, options)
        if let labels = whole?.labels {
          options.needsLabels = true
          options.labels = labels
          stream(source, options)
        }
      }
    }
    if suffix == "csv" || suffix == "tsv" {
      var options = ReadingOptions(textColumn: "1", labelColumn: "2", badRows: .skip, hasNoHeader: true)
      _ = read(source, options)
      for encoding in ["windows-1252", "utf-16", "shift_jis", "iso-2022-jp"] {
        options.encoding = encoding
        stream(source, options)
      }
    }
    if suffix != "txt" {
      _ = read(source, ReadingOptions(textColumn: "text", labelColumn: "label", textPairColumn: "pair", badRows: .skip))
    }
  }

  private static func read(_ source: DataSource, _ options: ReadingOptions) -> Dataset? {
    do throws(DataError) {
      let dataset = try DatasetReader.read(source, options: options)
      let labels = dataset.labels?.values.count ?? 0
      precondition(dataset.report.remarks.allSatisfy { !$0.description.isEmpty })
      for example in dataset.examples {
        precondition(!example.text.isEmpty && example.line > 0)
        if options.needsLabels { precondition(example.label.map { (0..<labels).contains($0) } ?? false) }
      }
      return dataset
    } catch {
      precondition(!error.description.isEmpty)
      return nil
    }
  }

  private static func stream(_ source: DataSource, _ options: ReadingOptions) {
    do throws(DataError) {
      var rows = try DatasetReader.stream(source, options: options)
      while let example = try rows.next() { precondition(!example.text.isEmpty) }
    } catch {
      precondition(!error.description.isEmpty)
    }
  }
}
