import BertData
import BertStorage
import Foundation
import Testing

/// What the right sides of a list of labels are, by the values of the column.
struct LabelListMeaningTests {
  private static let data = "text,label\na,pos\nb,neg\nc,1\nd,2.0\n"

  private func meaning(_ list: String, _ data: String = Self.data) throws -> LabelListMeaning {
    try withFile(Array(data.utf8)) { source in
      try LabelListMeaning(parsing: list, in: source, options: ReadingOptions())
    }
  }

  @Test(arguments: ["pos,neg", "pos=pos,neg"]) func namesDecideNothing(_ list: String) throws {
    guard case .names(let labels) = try meaning(list) else { throw Unexpected() }
    #expect(labels.names == ["pos", "neg"])
  }

  /// A number is the same value however it is written, and a value that the column lacks does not make its name described.
  @Test(arguments: ["good=pos,bad=neg", "one=1.0,two=2", "good=pos,other=nothing", "neg=pos,pos=neg"])
  func valuesOfTheColumnAreValues(_ list: String) throws {
    guard case .values(let labels) = try meaning(list) else { throw Unexpected() }
    #expect(try labels == LabelSet(parsing: list))
  }

  @Test func otherTextDescribes() throws {
    let list = "neg=a bad one,pos=\"a good, cheap one\",neg=awful,1"
    guard case .descriptions(let labels, let descriptions) = try meaning(list) else { throw Unexpected() }
    #expect(labels == LabelSet(names: ["neg", "pos", "1"]))
    #expect(descriptions.names == ["neg", "pos", "1"])
    #expect(descriptions.texts == [["a bad one", "awful"], ["a good, cheap one"], ["1"]])
    // What is recorded is read back.
    let copy = try JSONDecoder().decode(LabelDescriptions.self, from: JSONEncoder().encode(descriptions))
    #expect(copy == descriptions)
  }

  @Test func aMixtureIsRefused() throws {
    let error = #expect(throws: DataError.self) { try meaning("pos=1,neg=a bad one") }
    guard case .labelsMixed(_, _, "1", "a bad one") = error else { throw Unexpected() }
    #expect(error?.code == .usage)
    #expect(error?.wording.commandLine.contains("--label-values") == true)
    #expect(error?.wording.commandLine.contains("--label-descriptions") == true)
    #expect(error?.description.contains("--") == false)
  }

  @Test(arguments: [
    ("yes=a good one,no=a bad one", "yes"), ("pos=a good one,no", "no"), ("pos=good,neu=nothing", "neu"),
  ])
  func descriptionsOfNoLabelAreRefused(_ list: String, _ name: String) throws {
    let error = #expect(throws: DataError.self) { try meaning(list) }
    guard case .labelsNotFound(_, .option(list), name, ["1", "2.0", "neg", "pos"]) = error else { throw Unexpected() }
    #expect(error?.code == .badData)
    #expect(error?.wording.commandLine.contains("--label-values") == true)
  }

  /// What cannot be read twice is not read here; the rows that then do not fit are errors of their own.
  @Test func aPipeIsNotRead() throws {
    let meaning = try LabelListMeaning(
      parsing: "pos=a good one,neg=a bad one", in: .standardInput, options: ReadingOptions(format: .csv))
    guard case .unread(let labels) = meaning else { throw Unexpected() }
    #expect(labels.values == ["a good one", "a bad one"] && meaning.descriptions == nil)
  }

  @Test func damagedRowsAreLeftToTheReader() throws {
    guard case .values = try meaning("good=pos,bad=neg", "text,label\na,pos\n,neg\nb\nc,neg\n") else {
      throw Unexpected()
    }
    let missing = DataSource.file(URL(fileURLWithPath: "/nosuch/file.csv"))
    let error = #expect(throws: DataError.self) {
      try LabelListMeaning(parsing: "a=b,c=d", in: missing, options: ReadingOptions())
    }
    #expect(error?.code == .inputMissing)
  }

  private struct Unexpected: Error {}
}
