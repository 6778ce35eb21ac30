"""Style sheets, scripts and pictures: the plain files, and what pages of one kind load of them."""

from polls.assets import inlined
from polls.assets.files import FOLDER, Asset, assets
from polls.assets.kinds import KINDS
from polls.assets.packed import PackedAssets

__all__ = ["FOLDER", "KINDS", "Asset", "PackedAssets", "assets", "inlined"]
