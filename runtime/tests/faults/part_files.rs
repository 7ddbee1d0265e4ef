//! Downloads that a program takes up again after it was started anew.

use std::fs;
use std::path::{Path, PathBuf};

use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::{Error, RetryPolicy};
use tempfile::TempDir;

use crate::builder;

/// The first bytes of ten, of this version of the file, and then nothing more.
fn begun(tag: &str, bytes: &'static str) -> Reply {
    Reply::status(200).header("ETag", tag).header("Content-Length", "10").body(bytes)
}

fn rest(tag: &str, range: &str, bytes: &'static str) -> Reply {
    Reply::status(206).header("ETag", tag).header("Content-Range", range).body(bytes)
}

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("backup.zip")
    }

    /// The names of all files but the one that is wanted.
    fn others(&self) -> Vec<PathBuf> {
        let paths = fs::read_dir(self.0.path()).unwrap().map(|it| it.unwrap().path());
        paths.filter(|it| *it != self.file()).collect()
    }

    fn journal(&self) -> PathBuf {
        self.0.path().join(".backup.zip.resume")
    }

    fn part(&self) -> PathBuf {
        let is_part = |path: &PathBuf| path.extension().is_some_and(|it| it == "part");
        self.others().into_iter().find(is_part).unwrap()
    }

    /// A run of a program that is killed when there is nothing more to do but wait.
    async fn killed(&self, path: &'static str, reply: Reply) {
        let script = Script::new().then(reply.silent()).always(Reply::never());
        let file = self.file();
        let saving = save(&script, path, &file);
        let limit = std::time::Duration::from_secs(10);
        assert!(tokio::time::timeout(limit, saving).await.is_err());
    }

    /// A run that is not killed: what comes of it, and which parts it asked for.
    async fn saved(
        &self,
        script: Script,
    ) -> (Result<u64, Error>, Option<String>, Vec<Option<String>>) {
        let outcome = save(&script, "/backup", &self.file()).await;
        let requests = script.requests();
        let ranges = requests.iter().map(|it| it.header("range").map(str::to_owned)).collect();
        (outcome, fs::read_to_string(self.file()).ok(), ranges)
    }

    /// The whole file comes, in this way.
    async fn is_saved(&self, script: Script, ranges: &[Option<&str>]) {
        let (outcome, file, asked) = self.saved(script).await;
        assert_eq!((outcome.unwrap(), file.as_deref()), (10, Some("0123456789")));
        assert_eq!(asked.iter().map(Option::as_deref).collect::<Vec<_>>(), ranges);
        assert!(self.others().is_empty(), "{:?}", self.others());
    }
}

/// Without a retry in each run.
async fn save(script: &Script, path: &'static str, file: &Path) -> Result<u64, Error> {
    let http = builder(script).retries(RetryPolicy::none()).build().unwrap();
    http.get("op", path).download("*/*").await?.resume().save_to(file).await
}

#[tokio::test(start_paused = true)]
async fn it_goes_on_where_the_program_was_killed() {
    let folder = Folder::new();
    folder.killed("/backup", begun("\"v1\"", "01234")).await;
    assert!(!folder.file().exists());
    folder.killed("/backup", begun("\"v1\"", "")).await;
    let script = Script::new().then(begun("\"v1\"", "01234").silent()).then(rest(
        "\"v1\"",
        "bytes 5-9/10",
        "56789",
    ));
    folder.is_saved(script.clone(), &[None, Some("bytes=5-")]).await;
    assert_eq!(script.requests()[1].header("if-range"), Some("\"v1\""));
}

#[tokio::test(start_paused = true)]
async fn an_error_keeps_what_came() {
    let folder = Folder::new();
    let (outcome, ..) = folder.saved(Script::new().then(begun("\"v1\"", "012").broken())).await;
    assert!(matches!(outcome, Err(Error::Body(_))));
    // Again, and further.
    let script = Script::new()
        .then(begun("\"v1\"", ""))
        .then(rest("\"v1\"", "bytes 3-9/10", "345").broken());
    let (outcome, ..) = folder.saved(script).await;
    assert!(matches!(outcome, Err(Error::Body(error)) if error.received() == 6));
    // A server that refuses loses nothing.
    assert!(
        folder.saved(Script::new().then(Reply::status(403))).await.0.unwrap_err().is_forbidden()
    );
    let script =
        Script::new().then(begun("\"v1\"", "")).then(rest("\"v1\"", "bytes 6-9/10", "6789"));
    folder.is_saved(script, &[None, Some("bytes=6-")]).await;
}

#[tokio::test(start_paused = true)]
async fn another_file_is_saved_from_the_start() {
    let whole = || begun("\"v2\"", "0123456789");
    // It is known at once, without asking for a part.
    for (path, other) in [
        ("/backup", begun("\"v1\"", "abcde")),
        (
            "/backup",
            begun("\"v2\"", "abcde")
                .header("Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT")
                .header("Date", "Wed, 21 Oct 2015 07:29:00 GMT"),
        ),
        (
            "/backup",
            Reply::status(200)
                .header("ETag", "\"v2\"")
                .header("Content-Length", "11")
                .body("abcde"),
        ),
        ("/other", begun("\"v2\"", "abcde")),
    ] {
        let folder = Folder::new();
        folder.killed(path, other).await;
        folder.is_saved(Script::new().then(whole()), &[None]).await;
    }
    // It changes between the two requests, or the server does not know parts, or not that one.
    for other in [
        whole(),
        rest("\"v3\"", "bytes 5-9/10", "vwxyz"),
        rest("\"v2\"", "bytes 4-9/10", "vwxyz"),
        Reply::status(416),
    ] {
        let folder = Folder::new();
        folder.killed("/backup", begun("\"v2\"", "01234")).await;
        let script = Script::new().then(whole()).then(other).always(whole());
        let (outcome, file, asked) = folder.saved(script).await;
        assert_eq!((outcome.unwrap(), file.as_deref()), (10, Some("0123456789")));
        assert_eq!(asked[1].as_deref(), Some("bytes=5-"));
        assert!(folder.others().is_empty());
    }
    // Nothing tells whether it is the same.
    for weak in ["W/\"v1\"", ""] {
        let folder = Folder::new();
        folder.killed("/backup", begun(weak, "abcde")).await;
        folder.is_saved(Script::new().then(begun(weak, "0123456789")), &[None]).await;
    }
    let folder = Folder::new();
    folder.killed("/backup", begun("\"v1\"", "abcde")).await;
    folder.is_saved(Script::new().then(begun("W/\"v1\"", "0123456789")), &[None]).await;
}

#[tokio::test(start_paused = true)]
async fn a_complete_part_needs_no_more_than_its_name() {
    let folder = Folder::new();
    // Killed before it was renamed.
    folder.killed("/backup", begun("\"v1\"", "01234")).await;
    fs::write(folder.part(), "0123456789").unwrap();
    let journal = fs::read_to_string(folder.journal()).unwrap() + "safe 10\n";
    fs::write(folder.journal(), journal).unwrap();
    folder.is_saved(Script::new().then(begun("\"v1\"", "")), &[None]).await;
}

/// Of what the system had not written when the power failed, anything may be there.
#[tokio::test(start_paused = true)]
async fn only_what_was_on_the_disk_counts() {
    let resumed =
        || Script::new().then(begun("\"v1\"", "")).then(rest("\"v1\"", "bytes 5-9/10", "56789"));
    let anew = || Script::new().then(begun("\"v1\"", "0123456789"));
    let part_of = async || {
        let folder = Folder::new();
        folder.killed("/backup", begun("\"v1\"", "01234")).await;
        folder
    };
    // More bytes than the journal tells of.
    let folder = part_of().await;
    fs::write(folder.part(), "01234\0\0\0").unwrap();
    folder.is_saved(resumed(), &[None, Some("bytes=5-")]).await;
    // A line of the journal that was cut.
    let folder = part_of().await;
    fs::write(folder.part(), "01234\0\0\0").unwrap();
    let journal = fs::read_to_string(folder.journal()).unwrap();
    fs::write(folder.journal(), format!("{journal}safe 8")).unwrap();
    folder.is_saved(resumed(), &[None, Some("bytes=5-")]).await;
    // The same, and a later run has added to it.
    let folder = part_of().await;
    let journal = fs::read_to_string(folder.journal()).unwrap();
    fs::write(folder.journal(), format!("{journal}sasafe 5safe 7\nsafe 5\n")).unwrap();
    folder.is_saved(resumed(), &[None, Some("bytes=5-")]).await;
    // Fewer than it tells of, or more than the file has.
    for bytes in ["0123", "01234567890123"] {
        let folder = part_of().await;
        fs::write(folder.part(), bytes).unwrap();
        folder.is_saved(anew(), &[None]).await;
    }
    // No journal, none that can be read, or one that names something else.
    let folder = part_of().await;
    let (part, journal) = (folder.part(), fs::read_to_string(folder.journal()).unwrap());
    let mut journals =
        vec![String::new(), "safe 5\n".to_owned(), journal.replace("length 10", "length ten")];
    journals.push(journal.replace("data ", "data ../"));
    journals.push(journal.replace(".part", ".zip"));
    journals.push(journal.replace("openapi-runtime download 1", "openapi-runtime download 2"));
    journals.push(
        journal.lines().filter(|it| !it.starts_with("request")).collect::<Vec<_>>().join("\n")
            + "\n",
    );
    for text in journals {
        fs::write(folder.journal(), text).unwrap();
        fs::write(&part, "abcde").unwrap();
        let (outcome, file, asked) = folder.saved(anew()).await;
        assert_eq!((outcome.unwrap(), file.as_deref()), (10, Some("0123456789")));
        assert_eq!(asked, [None]);
        fs::remove_file(folder.file()).unwrap();
    }
}

#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn what_a_journal_names_is_not_followed_elsewhere() {
    let folder = Folder::new();
    folder.killed("/backup", begun("\"v1\"", "01234")).await;
    let (part, victim) = (folder.part(), folder.0.path().join("victim"));
    fs::write(&victim, "01234").unwrap();
    fs::remove_file(&part).unwrap();
    std::os::unix::fs::symlink(&victim, &part).unwrap();
    let (outcome, file, asked) =
        folder.saved(Script::new().then(begun("\"v1\"", "0123456789"))).await;
    assert_eq!((outcome.unwrap(), file.as_deref(), asked), (10, Some("0123456789"), vec![None]));
    assert_eq!(fs::read_to_string(victim).unwrap(), "01234");
}

/// Two programs at once never write into what the other calls complete.
#[tokio::test(start_paused = true)]
async fn two_runs_at_once_do_not_mix_their_files() {
    let folder = Folder::new();
    let first = tokio::spawn({
        let file = folder.file();
        let script = Script::new()
            .then(begun("\"v1\"", "01234").body("56789").pace(std::time::Duration::from_secs(30)));
        async move { save(&script, "/backup", &file).await }
    });
    tokio::time::sleep(std::time::Duration::from_secs(40)).await;
    // The file changes, and another program begins.
    folder.killed("/backup", begun("\"v2\"", "abcde")).await;
    let outcome = first.await.unwrap();
    assert!(matches!(outcome, Err(Error::File(_))), "{outcome:?}");
    assert!(!folder.file().exists(), "neither of them is complete");
    let script =
        Script::new().then(begun("\"v2\"", "")).then(rest("\"v2\"", "bytes 5-9/10", "fghij"));
    assert_eq!(folder.saved(script).await.1.as_deref(), Some("abcdefghij"));
}
