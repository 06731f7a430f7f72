import BertData
import BertStorage
import Testing

/// What a user of the library is told, and what is printed on the command line.
struct DataWordingTests {
  static let errors: [(error: any Error & Worded, plain: String, commandLine: String)] = [
    (
      DataError.columnUnclear(
        file: "a.csv", line: 1, role: .label, candidates: [], headers: ["x", "y"], naming: .header),
      """
      a.csv:1: it is not clear which column holds the label; the columns are 'x', 'y'
      Name them with the options text-column and label-column; if the first line is a row, give the option no-header \
      and numbers.
      """,
      """
      a.csv:1: it is not clear which column holds the label; the columns are 'x', 'y'
      Name them with --text-column and --label-column; if the first line is a row, give --no-header and numbers.
      """
    ),
    (
      DataError.columnUnclear(file: "a.csv", line: 1, role: .text, candidates: [], headers: ["1"], naming: .numbers),
      """
      a.csv:1: it is not clear which column holds the text; the first row has 1 column
      Give their numbers from 1, as in 2 for the text and 1 for the label.
      """,
      """
      a.csv:1: it is not clear which column holds the text; the first row has 1 column
      Give their numbers from 1, as in --text-column 2 --label-column 1.
      """
    ),
    (
      DataError.tokenLabels(file: "a.conll"),
      "a.conll: CoNLL columns have labels of tokens, and rows of whole texts are needed here; they are for training on "
        + "labels of tokens, and for a classifier of tokens",
      "a.conll: CoNLL columns have labels of tokens, and rows of whole texts are needed here; they are for bertft train "
        + "--task tokens, and for predict and evaluate with a classifier of tokens"
    ),
    (
      DataError.columnNotFound(file: "q.csv", line: 1, option: "task stars", name: "rating", headers: ["text"]),
      "q.csv:1: there is no column 'rating'; the columns are 'text'\nName one of them with the option task stars.",
      "q.csv:1: there is no column 'rating'; the columns are 'text'\nName one of them with --task stars."
    ),
    (
      DataError.questionWithoutAnswers(file: "q.csv", question: "stars", rows: 2),
      "q.csv: none of its 2 rows has an answer to the question stars; check its column, or leave it out",
      "q.csv: none of its 2 rows has an answer to the question stars; check --task stars=COLUMN, or leave it out"
    ),
    (
      DataError.labelsTooFew(in: .option("pos")), "labels 'pos': a classifier needs at least two labels",
      "--labels 'pos': a classifier needs at least two labels"
    ),
    (
      DataError.wrongDelimiter(file: "a.tsv", found: "';'", format: .tsv),
      """
      a.tsv:1: the columns seem to be separated by ';', which does not fit .tsv
      Name what separates them with the option delimiter, as in ';' or a tab.
      """,
      """
      a.tsv:1: the columns seem to be separated by ';', which does not fit .tsv
      Name what separates them with --delimiter, as in --delimiter ';' or --delimiter tab.
      """
    ),
    (
      DataError.badRows(file: "a.csv", rows: 3, faults: [.invalidUTF8: tally(2)]),
      """
      a.csv:2: 1 of 3 rows cannot be used: 1 with invalid UTF-8 (line 2)
      Correct them (if the file is Latin-1 or Windows-1252: the option encoding (windows-1252)), or leave them out with \
      the option bad-rows (skip).
      """,
      """
      a.csv:2: 1 of 3 rows cannot be used: 1 with invalid UTF-8 (line 2)
      Correct them (if the file is Latin-1 or Windows-1252: --encoding windows-1252), or leave them out with \
      --bad-rows skip.
      """
    ),
    (
      TokenDataError.row(file: "a.conll", line: 4, .tagNumber(3)),
      "a.conll:4: the tag is the number 3; write the tags' names, such as B-PER, or give the names in the order of the "
        + "numbers with the option labels",
      "a.conll:4: the tag is the number 3; write the tags' names, such as B-PER, or for evaluate give the names in the "
        + "order of the numbers with --labels"
    ),
    (
      TokenDataError.input(.formatNeeded(file: "standard input")),
      "standard input: its format is not known; name it with the option input-format (csv|tsv|jsonl|json|txt|conll)",
      "standard input: its format is not known; name it with --input-format csv|tsv|jsonl|json|txt|conll"
    ),
  ]

  @Test(arguments: errors.indices)
  func errorsAreToldInTwoWordings(_ index: Int) {
    let (error, plain, commandLine) = Self.errors[index]
    #expect(error.wording.plain == plain)
    #expect(error.wording.commandLine == commandLine)
    #expect("\(error)" == plain && (error as? any CodedError)?.message == plain)
  }

  @Test func remarksAreToldInTwoWordings() throws {
    let remark = try #require(try dataset("text,other\ngood,pos\nbad,neg\n").report.remarks.first)
    #expect(remark.description == "the label is taken from 'other' (the option label-column names another)")
    #expect(remark.wording.commandLine == "the label is taken from 'other' (--label-column names another)")
  }

  /// What is said of a question's column has both wordings too.
  @Test func doubtsAboutQuestionsAreToldInTwoWordings() throws {
    let question = Question(name: "k", column: "kind", problem: .singleLabel)
    let dataset = try withFile(Array("text,kind,size\na,NA,1\nb,x,2\nc,y,3\n".utf8)) { source in
      try QuestionDataset.read(source, questions: [(question, nil)], options: ReadingOptions(textColumn: "text"))
    }
    let start = "question k: 'NA' may stand for a missing value and counts as a label; if so, name the others with "
    #expect(dataset.warnings == [start + "the option labels and give the option unknown-labels (skip)"])
    #expect(dataset.warningWordings.map(\.commandLine) == [start + "--labels and give --unknown-labels skip"])
  }
}
