"""Packs the extension of VS Code: a zip with two more files, the same bytes for the same contents."""
import json
import zipfile
from xml.sax.saxutils import escape, quoteattr

LONG_AGO = (1980, 1, 1, 0, 0, 0)
TYPES = {"json": "application/json", "md": "text/markdown", "txt": "text/plain", "vsixmanifest": "text/xml"}


def manifest(package):
    identity = " ".join(f"{key}={quoteattr(value)}" for key, value in (
        ("Language", "en-US"), ("Id", package["name"]), ("Version", package["version"]),
        ("Publisher", package["publisher"])))
    return f"""<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity {identity}/>
    <DisplayName>{escape(package["displayName"])}</DisplayName>
    <Description xml:space="preserve">{escape(package["description"])}</Description>
    <Categories>{escape(",".join(package["categories"]))}</Categories>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value={quoteattr(package["engines"]["vscode"])}/>
    </Properties>
    <License>extension/LICENSE.txt</License>
  </Metadata>
  <Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE.txt" Addressable="true"/>
  </Assets>
</PackageManifest>
"""


def content_types():
    rows = "".join(f'<Default Extension=".{ext}" ContentType="{kind}"/>' for ext, kind in TYPES.items())
    return ('<?xml version="1.0" encoding="utf-8"?>\n'
            f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{rows}</Types>\n')


def pack(folder, license_file, target):
    package = json.loads((folder / "package.json").read_text())
    files = {f"extension/{f.relative_to(folder)}": f.read_text() for f in folder.rglob("*") if f.is_file()}
    files["extension/LICENSE.txt"] = license_file.read_text()
    files["extension.vsixmanifest"] = manifest(package)
    files["[Content_Types].xml"] = content_types()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), text, zipfile.ZIP_DEFLATED)
