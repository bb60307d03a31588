"""A small catalogue in two languages, and queries whose answers people have graded."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid5

from jishi.insight.search.types import SearchDocument

NAMESPACE = UUID("0192f3c4-0000-7000-8000-000000000000")
START = datetime(2026, 1, 1, tzinfo=UTC)


class Product(NamedTuple):
    zh: str
    en: str
    categories: tuple[str, ...]
    code: str = ""


PRODUCTS = {
    "dress": Product("夏季碎花连衣裙女装中长款", "Floral summer dress", ("连衣裙", "女装")),
    "dress_silk": Product("真丝连衣裙 气质修身 春秋款", "Silk dress", ("连衣裙", "女装")),
    "skirt": Product("高腰百褶半身裙", "Pleated skirt", ("半身裙", "女装")),
    "tshirt": Product("纯棉短袖T恤男士圆领", "Cotton T-shirt for men", ("T恤", "男装")),
    "jeans": Product("直筒牛仔裤男宽松", "Straight jeans", ("牛仔裤", "男装")),
    "down_jacket": Product(
        "儿童轻薄羽绒服连帽", "Hooded down jacket for children", ("羽绒服", "童装")
    ),
    "sneaker": Product("透气跑步鞋女 轻便缓震", "Breathable running shoes", ("运动鞋", "鞋靴")),
    "slipper": Product("家居防滑拖鞋", "Non-slip slippers", ("拖鞋", "鞋靴")),
    "phone": Product(
        "云杉 X20 智能手机 5G 256GB",
        "Yunshan X20 smartphone 5G 256GB",
        ("手机", "数码"),
        "YS-X20-256",
    ),
    "phone_case": Product(
        "适用于iPhone15手机壳防摔透明", "Clear case for iPhone 15", ("手机壳", "手机配件")
    ),
    "phone_case_leather": Product(
        "云杉X20真皮手机保护套", "Leather case for Yunshan X20", ("手机壳", "手机配件"), "YS-C20"
    ),
    "screen_film": Product(
        "云杉X20手机钢化膜 高清防指纹", "Screen protector for Yunshan X20", ("贴膜", "手机配件")
    ),
    "charger": Product(
        "65W氮化镓充电器 双口快充", "65W GaN charger", ("充电器", "手机配件"), "GN-65W"
    ),
    "power_bank": Product(
        "20000毫安充电宝 大容量便携", "Power bank 20000 mAh", ("充电宝", "手机配件"), "PB-20K"
    ),
    "cable": Product("Type-C数据线 编织 2米", "USB-C cable 2 m", ("数据线", "手机配件")),
    "earphone": Product(
        "真无线蓝牙耳机 主动降噪", "Wireless noise canceling earbuds", ("耳机", "影音"), "EB-700NC"
    ),
    "headphone": Product("头戴式耳机 有线 监听", "Wired studio headphones", ("耳机", "影音")),
    "speaker": Product("蓝牙音箱 户外防水低音炮", "Waterproof Bluetooth speaker", ("音箱", "影音")),
    "laptop": Product(
        "轻薄笔记本电脑 14英寸 16G内存",
        "14 inch ultrabook laptop",
        ("笔记本电脑", "电脑"),
        "dv7-1211ea",
    ),
    "laptop_bag": Product(
        "防水笔记本电脑包 15.6英寸", "Laptop bag 15.6 inch", ("电脑包", "电脑配件")
    ),
    "mouse": Product("静音无线鼠标 办公", "Silent wireless mouse", ("鼠标", "电脑配件"), "WM-310"),
    "mouse_pad": Product("加厚鼠标垫 超大号锁边", "Large mouse pad", ("鼠标垫", "电脑配件")),
    "keyboard": Product("机械键盘 87键 红轴", "Mechanical keyboard", ("键盘", "电脑配件")),
    "camera": Product("微单相机 2400万像素", "Mirrorless camera 24 MP", ("相机", "数码")),
    "tripod": Product("碳纤维相机三脚架", "Carbon tripod for cameras", ("三脚架", "数码配件")),
    "watch": Product("智能手表 心率血氧 GPS", "Smart watch with GPS", ("智能手表", "数码")),
    "rice_cooker": Product("小型电饭煲 3升 智能预约", "Rice cooker 3 L", ("电饭煲", "厨房电器")),
    "air_fryer": Product("可视空气炸锅 5升", "Air fryer 5 L", ("空气炸锅", "厨房电器")),
    "kettle": Product("不锈钢电热水壶 1.7升", "Electric kettle", ("电热水壶", "厨房电器")),
    "hair_dryer": Product("负离子吹风机 大功率速干", "Ionic hair dryer", ("吹风机", "个护电器")),
    "robot_vacuum": Product(
        "扫地机器人 扫拖一体", "Robot vacuum and mop", ("扫地机器人", "生活电器")
    ),
    "desk_lamp": Product("护眼台灯 学习阅读", "Desk lamp", ("台灯", "灯具")),
    "thermos": Product("316不锈钢保温杯 500毫升", "Stainless steel thermos", ("保温杯", "水具")),
    "umbrella": Product("全自动雨伞 晴雨两用", "Automatic umbrella", ("雨伞", "日用")),
    "backpack": Product("大容量双肩包 学生书包", "Student backpack", ("双肩包", "箱包")),
    "suitcase": Product("20寸登机行李箱 万向轮", "20 inch cabin suitcase", ("行李箱", "箱包")),
    "cleanser": Product("氨基酸洗面奶 温和", "Amino acid face wash", ("洗面奶", "护肤")),
    "face_mask": Product("玻尿酸补水面膜 10片", "Hydrating sheet mask", ("面膜", "护肤")),
    "lipstick": Product("哑光口红 正红色", "Matte lipstick", ("口红", "彩妆")),
    "shampoo": Product("控油去屑洗发水", "Anti-dandruff shampoo", ("洗发水", "洗护")),
    "longjing": Product("明前西湖龙井绿茶 250克", "Longjing green tea 250 g", ("绿茶", "茶叶")),
    "puer": Product("云南普洱茶饼 熟茶", "Pu'er tea cake", ("普洱茶", "茶叶")),
    "coffee": Product("阿拉比卡咖啡豆 中度烘焙", "Arabica coffee beans", ("咖啡", "饮料")),
    "milk": Product("纯牛奶 250毫升 整箱", "Whole milk", ("牛奶", "乳品")),
    "rice": Product("五常大米 5公斤", "Wuchang rice 5 kg", ("大米", "粮油")),
    "potato": Product("黄心土豆 新鲜 5斤", "Yellow potatoes", ("蔬菜", "生鲜")),
    "diaper": Product("婴儿纸尿裤 超薄透气 L码", "Baby diapers size L", ("纸尿裤", "母婴")),
    "blocks": Product("儿童积木拼装玩具", "Building blocks for kids", ("积木", "玩具")),
    "baby_toy": Product(
        "宝宝充电发光玩具小汽车", "Rechargeable toy car for babies", ("玩具", "母婴")
    ),
    "cat_food": Product("全价猫粮 成猫 鸡肉味", "Adult cat food, chicken", ("猫粮", "宠物")),
    "yoga_mat": Product("天然橡胶瑜伽垫 防滑", "Rubber yoga mat", ("瑜伽垫", "运动")),
}

QUERIES = {
    # Words, in the middle of titles and apart
    "连衣裙 夏": {"dress": 3, "dress_silk": 1},
    "碎花": {"dress": 3},
    "手机": {"phone": 3, "phone_case": 1, "phone_case_leather": 1, "screen_film": 1},
    "鼠标": {"mouse": 3, "mouse_pad": 1},
    "笔记本电脑": {"laptop": 3, "laptop_bag": 1},
    "蓝牙耳机": {"earphone": 3, "headphone": 1, "speaker": 0},
    "儿童玩具": {"blocks": 3, "baby_toy": 2},
    "保温杯不锈钢": {"thermos": 3},
    "充电宝": {"power_bank": 3},
    "电脑包": {"laptop_bag": 3},
    # Chinese and Latin letters mixed, and model numbers
    "iphone手机壳": {"phone_case": 3, "phone_case_leather": 1},
    "T恤": {"tshirt": 3},
    "x20手机壳": {"phone_case_leather": 3},
    "dv7-1211ea": {"laptop": 3},
    "dv7": {"laptop": 3},
    "ysx20": {"phone": 3},
    # Pinyin and initials
    "lianyiqun": {"dress": 3, "dress_silk": 3},
    "lyq": {"dress": 3, "dress_silk": 3},
    "lian yi qun": {"dress": 3, "dress_silk": 3},
    "dianfanbao": {"rice_cooker": 3},
    "saodijiqiren": {"robot_vacuum": 3},
    "cfj": {"hair_dryer": 3},
    # Synonyms, within Chinese and across languages
    "移动电源": {"power_bank": 3},
    "电饭锅": {"rice_cooker": 3},
    "马铃薯": {"potato": 3},
    "尿不湿": {"diaper": 3},
    "电吹风": {"hair_dryer": 3},
    "跑鞋": {"sneaker": 3},
    "laptop": {"laptop": 3, "laptop_bag": 1},
    "绿茶": {"longjing": 3},
    # Traditional characters and regional words
    "連衣裙": {"dress": 3, "dress_silk": 3},
    "藍牙耳機": {"earphone": 3, "headphone": 1, "speaker": 0},
    "滑鼠": {"mouse": 3, "mouse_pad": 1},
    "行動電源": {"power_bank": 3},
    # Typing errors and homophones
    "lianyiqum": {"dress": 3, "dress_silk": 3},
    "连一裙": {"dress": 3, "dress_silk": 3},
    "headphnes": {"headphone": 3, "earphone": 2},
    "keybaord": {"keyboard": 3},
    "suitecase": {"suitcase": 3},
    "smartphon": {"phone": 3},
    # English
    "wireless mouse": {"mouse": 3},
    "mousepad": {"mouse_pad": 3},
    "face wash": {"cleanser": 3},
    "running shoe": {"sneaker": 3},
    "green tea": {"longjing": 3, "puer": 1},
}


def product_id(name: str) -> UUID:
    return uuid5(NAMESPACE, name)


def make_document(name: str = "product", **changes: object) -> SearchDocument:
    values: dict[str, object] = {
        "product_id": product_id(name),
        "titles": {"zh-hans": name},
        "market_codes": ("cn",),
        "price_minor": {"cn": 1_000},
        "created_at": START,
    }
    return SearchDocument(**(values | changes))


def catalogue() -> list[SearchDocument]:
    return [
        make_document(
            name,
            code=product.code,
            titles={"zh-hans": product.zh, "en": product.en},
            category_names=product.categories,
            created_at=START + timedelta(days=number),
        )
        for number, (name, product) in enumerate(PRODUCTS.items())
    ]
