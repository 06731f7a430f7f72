# A Homebrew formula that builds from a clone's main branch; a release names its archive and hash here instead:
#
#   brew install --HEAD --formula Scripts/dist/bertft.rb   (HOMEBREW_BERTFT_REPOSITORY=address of the repository)
class Bertft < Formula
  desc "Fine-tunes BERT encoders on labelled text"
  homepage ENV.fetch("HOMEBREW_BERTFT_REPOSITORY", "https://example.org/bertft")
  license "Apache-2.0"
  head ENV.fetch("HOMEBREW_BERTFT_REPOSITORY", "https://example.org/bertft"), using: :git, branch: "main"

  depends_on "pkgconf" => :build
  depends_on xcode: ["26.0", :build]
  depends_on "icu4c"
  depends_on macos: :tahoe
  depends_on "sentencepiece"
  depends_on "sqlite"
  depends_on "zstd"

  def install
    system "swift", "build", "--disable-sandbox", "-c", "release", "--product", "bertft"
    bin.install ".build/release/bertft"
    generate_completions_from_executable(bin/"bertft", "--generate-completion-script")
    system "python3", "Scripts/dist/manual.py", bin/"bertft", buildpath/"man"
    man1.install Dir[buildpath/"man/*.1"]
  end

  test do
    (testpath/"rows.csv").write "text,label\n" + "a lovely screen,pos\na broken screen,neg\n" * 8
    system bin/"bertft", "train", "rows.csv", "--method", "tfidf", "--out", "bundle", "--offline"
    assert_match '"label":"pos"', shell_output("#{bin}/bertft predict bundle --text 'a lovely day'")
  end
end
